#include "net/listener.h"

#include <gtest/gtest.h>

namespace stator::net {
namespace {

TEST(ListenAddress, Parses) {
  const std::tuple<std::string, std::string, int> cases[] = {{"127.0.0.1:8000", "127.0.0.1", 8000},
                                                             {"[::1]:4566", "::1", 4566},
                                                             {"localhost:0", "localhost", 0},
                                                             {"*:1", "*", 1}};
  for (const auto& [text, host, port] : cases) {
    auto address = parse_listen_address(text);
    ASSERT_TRUE(address.ok()) << text;
    EXPECT_EQ(address->host, host);
    EXPECT_EQ(address->port, port);
  }
  for (const char* text :
       {"", "8000", ":8000", "::1:8000", "[::1]", "host:", "host:x", "host:-1", "host:65536", "h:1 "}) {
    auto address = parse_listen_address(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_NE(address.error().message.find(text), std::string::npos);
  }
}

TEST(Listener, TakesAFreePort) {
  auto opened = open_listeners({"127.0.0.1", 0});
  ASSERT_TRUE(opened.ok());
  ASSERT_EQ(opened->size(), 1u);
  const BoundEndpoint& endpoint = opened->front().endpoint;
  EXPECT_GT(endpoint.port, 0);
  EXPECT_EQ(endpoint.url(), "http://127.0.0.1:" + std::to_string(endpoint.port));
}

TEST(Listener, SaysWhatIsWrong) {
  auto first = open_listeners({"127.0.0.1", 0});
  ASSERT_TRUE(first.ok());
  const std::uint16_t taken = first->front().endpoint.port;
  auto second = open_listeners({"127.0.0.1", taken});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ListenErrorCode::kInUse);
  EXPECT_NE(second.error().message.find("127.0.0.1:" + std::to_string(taken)), std::string::npos);

  auto unknown = open_listeners({"no-such-host.invalid", 8000});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ListenErrorCode::kUnknownHost);

  auto foreign = open_listeners({"192.0.2.1", 0});  // a documentation address: nobody has it
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().code, ListenErrorCode::kNoSuchAddress);
  auto tolerated = open_listeners({"192.0.2.1", 0, /*may_be_missing=*/true});
  ASSERT_TRUE(tolerated.ok());
  EXPECT_TRUE(tolerated->empty());
}

}  // namespace
}  // namespace stator::net
