#include "server/console.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/block_on.h"

namespace stator::server {
namespace {

constexpr ConsoleFile kFiles[] = {
    {"/assets/index-1.js", "text/javascript; charset=utf-8", "packed", true},
    {"/icon.svg", "image/svg+xml", "<svg/>"},
    {"/index.html", "text/html; charset=utf-8", "<!doctype html>"},
};

net::Response get(const Console& console, std::string_view path, std::vector<net::Header> fields = {},
                  bool secure = false, std::string_view host = "db.example:8000") {
  fields.push_back({"Host", host});
  net::Request request;
  request.method = "GET";
  request.target = request.path = path;
  request.headers = fields;
  request.secure = secure;
  return console.answer(request);
}

std::string content(const net::Response& response) {
  std::string text(response.source->size(), ' ');
  EXPECT_TRUE(base::block_on(response.source->read(text)));
  return text;
}

TEST(ConsoleTest, ItsPathsAreBelowOneFolder) {
  for (const std::string_view path : {"/_console", "/_console/", "/_console/tables/a%2Fb"})
    EXPECT_TRUE(Console::claims(path)) << path;
  for (const std::string_view path : {"/", "/_consoles", "/console/", "/bucket/_console/", "/_Console/"})
    EXPECT_FALSE(Console::claims(path)) << path;
}

TEST(ConsoleTest, EveryPageIsTheDocument) {
  const Console console(kFiles);
  for (const std::string_view path : {"/_console/", "/_console/tables/Music", "/_console/index.html"}) {
    const net::Response response = get(console, path);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(content(response), "<!doctype html>");
    EXPECT_EQ(response.headers.find("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(response.headers.find("cache-control"), "no-cache");
    EXPECT_EQ(response.headers.find("cross-origin-opener-policy"), "same-origin");
  }
}

TEST(ConsoleTest, ScriptsComeFromItsFolderAlone) {
  const auto policy = [](bool secure) {
    return std::string(
        *get(Console(kFiles), "/_console/", {}, secure).headers.find("content-security-policy"));
  };
  EXPECT_NE(policy(false).find("script-src http://db.example:8000/_console/assets/;"), std::string::npos);
  EXPECT_NE(policy(true).find("script-src https://db.example:8000/_console/assets/;"), std::string::npos);
  for (const std::string_view part : {"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"})
    EXPECT_NE(policy(false).find(part), std::string::npos);
}

TEST(ConsoleTest, AnIpv6AddressHasAPageThatNamesAnother) {
  const auto page = [](std::string_view host, bool secure, std::string_view path = "/_console/tables/Music") {
    return get(Console(kFiles), path, {{"Accept-Encoding", "identity"}}, secure, host);
  };
  const auto has = [](const net::Response& response, std::string_view text) {
    return response.body.text().find(text) != std::string_view::npos;
  };
  const net::Response local = page("[::1]:8000", false);
  EXPECT_EQ(local.status, 200);
  EXPECT_EQ(local.headers.find("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(local.headers.find("cache-control"), "no-cache");
  EXPECT_EQ(local.headers.find("x-content-type-options"), "nosniff");
  EXPECT_EQ(local.headers.find("cross-origin-opener-policy"), "same-origin");
  EXPECT_TRUE(local.headers.find("content-security-policy")->starts_with("default-src 'none'; form-action"));
  EXPECT_TRUE(has(local, "no IPv6 address"));
  EXPECT_TRUE(has(local, R"(<a href="http://localhost:8000/_console/">)"));
  EXPECT_TRUE(has(page("[::1]", true), R"(<a href="https://localhost/_console/">)"));
  EXPECT_TRUE(has(page("[2001:db8::1]:8000", false), "an IPv4 address."));
  EXPECT_EQ(page("[", false).status, 200);
  EXPECT_EQ(content(page("[::1]:8000", false, "/_console/icon.svg")), "<svg/>");
}

TEST(ConsoleTest, ItsAddressIsOneThatABrowserTakes) {
  const auto url = [](std::vector<net::BoundEndpoint> endpoints) { return Console::url(endpoints); };
  EXPECT_EQ(url({{"127.0.0.1", 8000}, {"127.0.0.1", 4566}}), "http://127.0.0.1:8000/_console/");
  EXPECT_EQ(url({{"::1", 8000}, {"127.0.0.1", 4566, true}}), "https://127.0.0.1:4566/_console/");
  EXPECT_EQ(url({{"::1", 8000}}), "http://localhost:8000/_console/");
  EXPECT_EQ(url({{"2001:db8::1", 8000}}), "http://[2001:db8::1]:8000/_console/");
}

TEST(ConsoleTest, FilesWithAHashAreKeptByTheBrowser) {
  const net::Response response = get(Console(kFiles), "/_console/assets/index-1.js");
  EXPECT_EQ(content(response), "packed");
  EXPECT_EQ(response.headers.find("content-encoding"), "gzip");
  EXPECT_EQ(response.headers.find("cache-control"), "private, max-age=31536000, immutable");
  EXPECT_EQ(response.headers.find("x-content-type-options"), "nosniff");
  EXPECT_EQ(get(Console(kFiles), "/_console/icon.svg").headers.find("cache-control"), "no-cache");
}

TEST(ConsoleTest, AFileOfAnotherBuildIsNotTheDocument) {
  EXPECT_EQ(get(Console(kFiles), "/_console/assets/index-2.js").status, 404);
}

TEST(ConsoleTest, WhoTakesNoGzipIsToldSo) {
  constexpr std::string_view kScript = "/_console/assets/index-1.js";
  EXPECT_EQ(get(Console(kFiles), kScript, {{"Accept-Encoding", "gzip, br"}}).status, 200);
  EXPECT_EQ(get(Console(kFiles), kScript, {{"Accept-Encoding", "identity"}}).status, 406);
  EXPECT_EQ(get(Console(kFiles), "/_console/", {{"Accept-Encoding", "identity"}}).status, 200);
}

TEST(ConsoleTest, OtherPathsLeadToIt) {
  for (const std::string_view path : {"/", "/_console"}) {
    const net::Response response = get(Console(kFiles), path);
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(response.headers.find("location"), "/_console/");
  }
}

TEST(ConsoleTest, AProgramWithoutOneSaysSo) {
  const net::Response response = get(Console({}), "/_console/");
  EXPECT_EQ(response.status, 404);
  EXPECT_NE(response.body.text().find("without its web console"), std::string::npos);
}

}  // namespace
}  // namespace stator::server
