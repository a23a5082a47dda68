#include "server/edge_guard.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

TEST(EdgeGuard, HostsThatAreAlwaysAllowed) {
  const EdgeGuard guard({}, {});
  for (const char* host :
       {"localhost", "localhost:8000", "LOCALHOST:4566", "localhost.", "127.0.0.1", "127.0.0.1:8000",
        "127.8.9.1:1", "[::1]", "[::1]:8000", "dynamodb.localhost:8000", "a.b.localhost",
        "localhost.localstack.cloud:4566", "dynamodb.us-east-1.localhost.localstack.cloud:4566", "localstack",
        "localstack:4566", "host.docker.internal:8000", "localhost:"}) {
    EXPECT_TRUE(guard.allows_host(host)) << host;
  }
}

TEST(EdgeGuard, HostsThatAreRefused) {
  const EdgeGuard guard({}, {});
  for (const char* host : {"",
                           ":8000",
                           "evil.com",
                           "evil.com:8000",
                           "localhost.evil.com",
                           "evillocalhost",
                           "127.0.0.1.evil.com",
                           "127.0.0.1x",
                           "0.0.0.0:8000",
                           "192.168.0.1:8000",
                           "[::]:8000",
                           "[::2]",
                           "::1",
                           "[localhost]",
                           "[::1",
                           "[::1]x",
                           "localhost:80x",
                           "localhost:123456",
                           "localhost@evil.com",
                           "localhost:80@evil.com",
                           "evil.com#.localhost/",
                           ".localhost.",
                           "localstack.cloud",
                           "evil-localhost.localstack.cloud",
                           "localhost..",
                           "127.1",
                           "2130706433",
                           "0x7f.1"}) {
    EXPECT_FALSE(guard.allows_host(host)) << host;
  }
}

TEST(EdgeGuard, ConfiguredHosts) {
  const EdgeGuard guard({"DB.example.com", "*.lan", "10.0.0.5", "fe80::1"}, {});
  for (const char* host :
       {"db.example.com:8000", "a.lan", "b.a.LAN:1", "10.0.0.5:8000", "[fe80::1]:8000", "localhost"}) {
    EXPECT_TRUE(guard.allows_host(host)) << host;
  }
  for (const char* host : {"example.com", "x.db.example.com", "lan", ".lan", "evillan", "10.0.0.6"}) {
    EXPECT_FALSE(guard.allows_host(host)) << host;
  }
  EXPECT_TRUE(EdgeGuard({"*"}, {}).allows_host("anything.at.all"));
}

TEST(EdgeGuard, PagesOfThisMachineByDefault) {
  const EdgeGuard guard({}, {});
  for (const char* origin : {"http://localhost", "https://localhost:3000", "http://127.0.0.1:5173",
                             "http://[::1]:80", "HTTP://LocalHost:1"}) {
    EXPECT_TRUE(guard.allows_origin(origin)) << origin;
  }
  for (const char* origin :
       {"", "null", "https://evil.com", "http://localhost.evil.com", "http://127.0.0.1.evil.com", "file://",
        "chrome-extension://abc", "http://localhost/path", "http://localhost@evil.com", "localhost",
        "ftp://localhost", "http://"}) {
    EXPECT_FALSE(guard.allows_origin(origin)) << origin;
  }
}

TEST(EdgeGuard, ConfiguredOriginsReplaceTheDefault) {
  const EdgeGuard guard({}, {"https://App.example.com"});
  EXPECT_TRUE(guard.allows_origin("https://app.example.com"));
  EXPECT_FALSE(guard.allows_origin("http://app.example.com"));
  EXPECT_FALSE(guard.allows_origin("https://app.example.com:8443"));
  EXPECT_FALSE(guard.allows_origin("http://localhost"));
  EXPECT_TRUE(EdgeGuard({}, {"*"}).allows_origin("https://evil.com"));
}

}  // namespace
}  // namespace stator::server
