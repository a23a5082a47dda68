#include "server/ready_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace stator::server {
namespace {

TEST(ReadyFile, Content) {
  const net::BoundEndpoint endpoints[] = {{"127.0.0.1", 8000}, {"::1", 4566}};
  EXPECT_EQ(ready_file_content(endpoints, 42, "0.1.0"),
            "{\"endpoints\": [{\"host\": \"127.0.0.1\", \"port\": 8000, \"url\": \"http://127.0.0.1:8000\"}, "
            "{\"host\": \"::1\", \"port\": 4566, \"url\": \"http://[::1]:4566\"}], \"pid\": 42, \"version\": "
            "\"0.1.0\"}\n");
}

TEST(ReadyFile, WritesAndRemoves) {
  const std::string folder = testing::TempDir() + "stator-ready-" + std::to_string(getpid());
  std::filesystem::create_directory(folder);
  const std::string path = folder + "/ready.json";
  std::ofstream(path) << "an older and much longer content of the file";
  ASSERT_TRUE(write_ready_file(path, "new").ok());
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "new");
  remove_ready_file(path);
  EXPECT_TRUE(std::filesystem::is_empty(folder));  // nothing temporary stays
  std::filesystem::remove_all(folder);
}

TEST(ReadyFile, SaysWhatIsWrong) {
  auto result = write_ready_file("/no/such/folder/ready.json", "x");
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().find("/no/such/folder/ready.json"), std::string::npos);
}

}  // namespace
}  // namespace stator::server
