#include "server/service_manager.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace stator::server {
namespace {

// What systemd has at the other end.
class Receiver {
 public:
  explicit Receiver(std::string name) : name_(std::move(name)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name_.data(), name_.size());
    if (name_[0] == '@') address.sun_path[0] = '\0';
    const std::size_t length = name_.size() + (name_[0] == '@' ? 0 : 1);
    socket_ = net::UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    EXPECT_EQ(0, ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address),
                        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length)));
  }
  ~Receiver() { ::unlink(name_.c_str()); }

  std::string next() {
    char text[1000];
    const ssize_t size = ::recv(socket_.get(), text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  std::string name_;
  net::UniqueFd socket_;
};

std::string path_of(std::size_t size) {
  std::string path = "/tmp/stator-notify-" + std::to_string(::getpid()) + "-";
  path.resize(size, 'x');
  return path;
}

TEST(ServiceManager, IsToldByPathsAndByAbstractNames) {
  const std::size_t most = sizeof(sockaddr_un::sun_path);
  for (const std::string& name :
       {path_of(40), path_of(most - 1), "@" + path_of(40), "@" + path_of(most - 1)}) {
    Receiver receiver(name);
    const auto manager = ServiceManager::open(name);
    ASSERT_TRUE(manager.ok()) << name;
    manager->starting("one line\nand only one");
    EXPECT_EQ("STATUS=one line and only one\n", receiver.next());
    manager->ready("serving");
    EXPECT_EQ("READY=1\nSTATUS=serving\n", receiver.next());
    manager->reloading();
    EXPECT_TRUE(receiver.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    manager->stopping();
    EXPECT_EQ("STOPPING=1\nSTATUS=stopping\n", receiver.next());
    EXPECT_EQ("nothing", receiver.next());
  }
}

TEST(ServiceManager, NamesThatAreNone) {
  const std::size_t most = sizeof(sockaddr_un::sun_path);
  for (const std::string& name : {std::string("vsock:2:1234"), std::string("relative"), std::string(),
                                  path_of(most), "@" + path_of(most)}) {
    EXPECT_FALSE(ServiceManager::open(name).ok()) << name;
  }
}

TEST(ServiceManager, NobodyListens) {
  const auto manager = ServiceManager::open(path_of(50));
  ASSERT_TRUE(manager.ok());
  manager->ready("to nobody");
}

TEST(ServiceManager, TheVariableIsNotForOtherProcesses) {
  Receiver receiver(path_of(60));
  ::setenv("NOTIFY_SOCKET", path_of(60).c_str(), 1);
  ServiceManager::of_environment().ready("serving");
  EXPECT_EQ("READY=1\nSTATUS=serving\n", receiver.next());
  EXPECT_EQ(nullptr, std::getenv("NOTIFY_SOCKET"));
  ::setenv("NOTIFY_SOCKET", "elsewhere", 1);
  ServiceManager::of_environment().ready("to nobody");
  EXPECT_EQ(nullptr, std::getenv("NOTIFY_SOCKET"));
  ServiceManager::of_environment().ready("to nobody");
  EXPECT_EQ("nothing", receiver.next());
}

}  // namespace
}  // namespace stator::server
