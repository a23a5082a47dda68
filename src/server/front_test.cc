#include "server/front.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/block_on.h"

namespace stator::server {
namespace {

base::Task<net::Response> echo_api(net::Request& request) {
  co_return net::Response(200, "text/plain", "api " + std::string(request.path));
}

class FrontTest : public testing::Test {
 protected:
  net::Response ask(std::string_view method, std::string_view path,
                    std::vector<std::pair<std::string_view, std::string_view>> fields = {}) {
    return ask(front_, "127.0.0.1:5", method, path, std::move(fields));
  }
  static net::Response ask(const Front& front, std::string_view from, std::string_view method,
                           std::string_view path,
                           std::vector<std::pair<std::string_view, std::string_view>> fields = {}) {
    std::vector<net::Header> headers = {{"Host", "localhost:8000"}};
    for (const auto& [name, value] : fields) {
      if (name == "Host") headers.clear();
      headers.push_back({name, value});
    }
    net::Request request;
    request.method = method;
    request.target = path;
    request.path = path.substr(0, path.find('?'));
    request.query = path.substr(std::min(request.path.size() + 1, path.size()));
    request.headers = headers;
    request.remote_address = from;
    return base::block_on(front.handle(request));
  }

  static constexpr std::string_view kNames[] = {"dynamodb", "logs"};
  aws::RequestIdSource request_ids_{1};
  static base::Task<net::Response> metrics(net::Request&) {
    co_return net::Response(200, "text/plain", std::string("metrics"));
  }
  Front front_{EdgeGuard({}, {}), AdminRoutes("eu-west-1", "1.2.3", kNames), request_ids_, echo_api};
  Front beside_{EdgeGuard({}, {}),
                AdminRoutes("eu-west-1", "1.2.3", kNames),
                request_ids_,
                echo_api,
                MetricsPlace::kBesideApi,
                metrics};
  Front apart_{EdgeGuard({}, {}),
               AdminRoutes("eu-west-1", "1.2.3", kNames),
               request_ids_,
               echo_api,
               MetricsPlace::kOwnListener,
               metrics};
  Front with_console_{EdgeGuard({}, {}, {.console = true}),
                      AdminRoutes("eu-west-1", "1.2.3", kNames),
                      request_ids_,
                      echo_api,
                      MetricsPlace::kNowhere,
                      {},
                      Console({})};
};

TEST_F(FrontTest, RequestsReachTheApi) {
  EXPECT_EQ(ask("POST", "/").body.text(), "api /");
  EXPECT_EQ(ask("GET", "/bucket").body.text(), "api /bucket");
  EXPECT_EQ(ask("GET", "/", {{"Authorization", "AWS4"}}).body.text(), "api /");
}

TEST_F(FrontTest, AdminRoutes) {
  const net::Response root = ask("GET", "/");
  EXPECT_EQ(root.status, 200);
  EXPECT_EQ(root.body.text(), "healthy: dynamodb.eu-west-1.amazonaws.com ");
  for (const char* path : {"/health", "/_localstack/health"}) {
    const net::Response health = ask("GET", path);
    EXPECT_EQ(
        health.body.text(),
        R"({"services": {"dynamodb": "running", "logs": "running"}, "version": "1.2.3", "edition": "stator"})");
    EXPECT_EQ(health.headers.find("content-type"), "application/json");
  }
  EXPECT_EQ(ask("POST", "/health").body.text(), "api /health");
  for (const char* path : {"/", "/health", "/_localstack/health"})
    EXPECT_EQ(ask("GET", path, {{"Host", "bucket.localhost"}}).body.text(), std::string("api ") + path);
}

TEST_F(FrontTest, MetricsBesideTheApi) {
  constexpr std::string_view kFrom = "127.0.0.1:5";
  EXPECT_EQ(ask("GET", "/metrics").body.text(), "api /metrics") << "nowhere";
  EXPECT_EQ(ask(apart_, kFrom, "GET", "/metrics").body.text(), "api /metrics");
  EXPECT_EQ(ask(beside_, kFrom, "GET", "/metrics").body.text(), "metrics");
  EXPECT_EQ(ask(beside_, kFrom, "POST", "/metrics").body.text(), "api /metrics");
  EXPECT_EQ(ask(beside_, kFrom, "GET", "/metrics", {{"Authorization", "AWS4"}}).body.text(), "api /metrics")
      << "a bucket";
  EXPECT_EQ(ask(beside_, kFrom, "GET", "/metrics", {{"Host", "evil.com"}}).status, 403);
  EXPECT_EQ(ask(beside_, kFrom, "GET", "/metrics", {{"Origin", "https://evil.com"}}).status, 403);
}

TEST_F(FrontTest, TheListenerOfMetricsServesNothingElse) {
  const auto get = [&](std::string_view path, std::string_view host) {
    return ask(apart_, kMetricsLabel, "GET", path, {{"Host", host}});
  };
  EXPECT_EQ(get("/metrics", "localhost:9100").body.text(), "metrics");
  EXPECT_EQ(get("/metrics", "10.1.2.3:9100").body.text(), "metrics");
  EXPECT_EQ(get("/metrics", "[fd00::1]:9100").body.text(), "metrics");
  EXPECT_EQ(get("/metrics", "evil.com").status, 403);
  EXPECT_EQ(ask(apart_, kMetricsLabel, "GET", "/metrics", {{"Origin", "http://localhost:3000"}}).status, 403);
  EXPECT_EQ(get("/health", "localhost").status, 200);
  EXPECT_EQ(get("/", "localhost").status, 404);
  EXPECT_EQ(ask(apart_, kMetricsLabel, "POST", "/").status, 404);
}

TEST_F(FrontTest, TheGuardCanBeReplaced) {
  EXPECT_EQ(ask("GET", "/health", {{"Host", "db.lan"}}).status, 403);
  front_.set_guard(EdgeGuard({"db.lan"}, {}));
  EXPECT_EQ(ask("GET", "/health", {{"Host", "db.lan"}}).status, 200);
}

TEST_F(FrontTest, ForeignHostsAreRefusedEverywhere) {
  for (const char* path : {"/", "/health", "/_localstack/health", "/anything"}) {
    for (const char* method : {"GET", "POST", "OPTIONS"}) {
      const net::Response response = ask(method, path, {{"Host", "evil.com"}});
      EXPECT_EQ(response.status, 403);
      EXPECT_NE(response.body.text().find("--allowed-hosts"), std::string::npos);
    }
  }
}

TEST_F(FrontTest, ForeignOriginsAreRefusedEverywhere) {
  for (const char* path : {"/", "/health"}) {
    for (const char* method : {"GET", "POST", "OPTIONS"}) {
      const net::Response response =
          ask(method, path, {{"Origin", "https://evil.com"}, {"Access-Control-Request-Method", "POST"}});
      EXPECT_EQ(response.status, 403);
      EXPECT_EQ(response.headers.find("access-control-allow-origin"), std::nullopt);
    }
  }
}

TEST_F(FrontTest, AllowedOriginsMayRead) {
  for (const auto& [method, path, body] :
       {std::tuple("POST", "/", "api /"), std::tuple("GET", "/x", "api /x"),
        std::tuple("OPTIONS", "/y", "api /y")}) {
    const net::Response response = ask(method, path, {{"Origin", "http://localhost:3000"}});
    EXPECT_EQ(response.body.text(), body);
    EXPECT_EQ(response.headers.find("access-control-allow-origin"), "http://localhost:3000");
    EXPECT_NE(response.headers.find("access-control-expose-headers")->find("x-amz-crc32"), std::string::npos);
    EXPECT_EQ(response.headers.find("vary"), "Origin");
  }
}

TEST_F(FrontTest, NoActionIsDoneForAnImageOrALink) {
  constexpr std::string_view kAction = "/?Version=2010-05-08&Action=CreateUser&UserName=eve";
  for (const std::string_view site : {"cross-site", "same-site", "same-origin", "none"})
    EXPECT_EQ(ask("GET", kAction, {{"Sec-Fetch-Site", site}}).status, 403);
  // To servers that they do not take for safe, browsers say less.
  EXPECT_EQ(ask("GET", kAction, {{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"}}).status, 403);
  EXPECT_EQ(ask("GET", kAction, {{"User-Agent", "Boto3/1.26.27"}}).body.text(), "api /");
  EXPECT_EQ(ask("GET", kAction).body.text(), "api /");
  EXPECT_EQ(ask("GET", "/photos/cat.jpg?X-Amz-Signature=0", {{"Sec-Fetch-Site", "cross-site"}}).status, 200);
}

TEST_F(FrontTest, PagesInObjectsAreOfNowhere) {
  const auto policy = [](const Front& front, std::string_view name, std::string_view value) {
    const net::Response response = ask(front, "127.0.0.1:5", "GET", "/bucket/page.html", {{name, value}});
    EXPECT_EQ(response.body.text(), "api /bucket/page.html");
    const auto found = response.headers.find("content-security-policy");
    EXPECT_TRUE(!found ||
                (found->starts_with("sandbox ") && found->find("allow-same-origin") == found->npos));
    return found.has_value();
  };
  const auto sandboxed = [&](EdgeGuard guard) {
    front_.set_guard(std::move(guard));
    return policy(front_, "Sec-Fetch-Site", "none");
  };
  EXPECT_TRUE(policy(front_, "Sec-Fetch-Site", "none"));
  EXPECT_TRUE(policy(front_, "User-Agent", "Mozilla/5.0"));
  EXPECT_FALSE(policy(front_, "User-Agent", "aws-sdk-js/3.840.0"));
  EXPECT_TRUE(sandboxed(EdgeGuard({}, {"http://app.example"})));
  EXPECT_FALSE(sandboxed(EdgeGuard({}, {"http://app.example", "http://localhost:8000"})));
  EXPECT_TRUE(sandboxed(EdgeGuard({}, {"https://localhost:8000"})));
  EXPECT_FALSE(sandboxed(EdgeGuard({}, {"*"})));
  EXPECT_FALSE(sandboxed(EdgeGuard({}, {}, {.callers_sign = true})));
  EXPECT_TRUE(sandboxed(EdgeGuard({}, {}, {.callers_sign = true, .console = true})));
  EXPECT_FALSE(sandboxed(EdgeGuard({}, {"http://localhost:8000"}, {.callers_sign = true, .console = true})));
}

TEST_F(FrontTest, TheConsoleIsAtAnAddressThatNoBucketHas) {
  const auto location = [](const net::Response& response) {
    return std::string(response.headers.find("location").value_or(response.body.text()));
  };
  const auto browse = [&](std::string_view path, std::string_view host) {
    return location(ask(with_console_, "127.0.0.1:5", "GET", path,
                        {{"Host", host}, {"User-Agent", "Mozilla/5.0"}, {"Accept", "text/html"}}));
  };
  EXPECT_EQ(browse("/_console", "localhost:8000"), "/_console/");
  EXPECT_EQ(browse("/", "localhost:8000"), "/_console/");
  EXPECT_EQ(
      location(ask(with_console_, "127.0.0.1:5", "GET", "/_console", {{"Origin", "http://localhost:8000"}})),
      "/_console/");  // Chromium says so of scripts
  EXPECT_EQ(browse("/?list-type=2", "localhost:8000"), "api /");
  EXPECT_EQ(browse("/_console", "kept.localhost:8000"), "api /_console");
  EXPECT_EQ(location(ask(with_console_, "127.0.0.1:5", "GET", "/")),
            "healthy: dynamodb.eu-west-1.amazonaws.com ");
  EXPECT_EQ(location(ask(with_console_, "127.0.0.1:5", "PUT", "/_console")), "api /_console");
  EXPECT_EQ(location(ask("GET", "/_console")), "api /_console");
}

TEST_F(FrontTest, TheConsoleCallsItsOwnServer) {
  const auto call = [](const Front& front, std::string_view host, std::string_view origin) {
    return ask(front, "127.0.0.1:5", "POST", "/", {{"Host", host}, {"Origin", origin}}).status;
  };
  with_console_.set_guard(EdgeGuard({"db.example"}, {}, {.console = true}));
  EXPECT_EQ(call(with_console_, "db.example:8000", "http://db.example:8000"), 200);
  EXPECT_EQ(call(with_console_, "db.example:8000", "https://db.example:8000"), 403);
  EXPECT_EQ(call(with_console_, "db.example:8000", "http://db.example:9000"), 403);
  EXPECT_EQ(call(with_console_, "db.example:8000", "null"), 403);
  EXPECT_EQ(call(with_console_, "evil.example", "http://evil.example"), 403);
  with_console_.set_guard(EdgeGuard({"db.example"}, {"https://app.example"}, {.console = true}));
  EXPECT_EQ(call(with_console_, "db.example", "http://db.example"), 200);
  with_console_.set_guard(EdgeGuard({"db.example"}, {}));
  EXPECT_EQ(call(with_console_, "db.example", "http://db.example"), 403);
}

TEST_F(FrontTest, Preflight) {
  const net::Response response = ask("OPTIONS", "/",
                                     {{"Origin", "http://localhost:3000"},
                                      {"Access-Control-Request-Method", "POST"},
                                      {"Access-Control-Request-Headers", "authorization,x-amz-target"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.text(), "");
  EXPECT_EQ(response.headers.find("access-control-allow-origin"), "http://localhost:3000");
  EXPECT_EQ(response.headers.find("access-control-allow-headers"), "authorization,x-amz-target");
  EXPECT_NE(response.headers.find("access-control-allow-methods")->find("POST"), std::string::npos);
  EXPECT_EQ(response.headers.find("access-control-max-age"), "172800");
  EXPECT_EQ(response.headers.find("access-control-allow-private-network"), std::nullopt);
}

TEST_F(FrontTest, PreflightOfAPageOfAnotherNetwork) {
  const auto answer = [this](std::string_view origin) {
    return ask("OPTIONS", "/",
               {{"Origin", origin},
                {"Access-Control-Request-Method", "POST"},
                {"Access-Control-Request-Private-Network", "true"}});
  };
  const net::Response allowed = answer("http://localhost:3000"), refused = answer("https://evil.com");
  EXPECT_EQ(allowed.headers.find("access-control-allow-private-network"), "true");
  EXPECT_EQ(refused.headers.find("access-control-allow-private-network"), std::nullopt);
}

}  // namespace
}  // namespace stator::server
