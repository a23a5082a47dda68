#include "server/front.h"

#include <fmt/format.h>

#include <string>

#include "aws/router.h"
#include "server/cors.h"
#include "services/s3/common/request.h"

namespace stator::server {

namespace {

base::Task<net::Response> ready(net::Response response) { co_return response; }

// Browsers send Sec-Fetch-Site only to origins that they trust: HTTPS, and names that always mean this
// machine. localhost.localstack.cloud is not one of these, so the User-Agent counts, too.
bool is_from_browser(const net::Request& request) {
  return request.header("sec-fetch-site") ||
         request.header("user-agent").value_or("").starts_with("Mozilla/");
}

// An image, a frame or a link, of a page or of a mail: such requests name no origin. What they show, a page
// cannot read; but an action of the Query protocol would be done.
bool is_action_of_a_link(const net::Request& request) {
  return request.query.find("Action=") != request.query.npos && is_from_browser(request);
}

// Its own address, or what somebody types who looks for it. A bucket in the Host has objects of any name.
bool is_for_console(const net::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return false;
  const bool at_home = request.path == "/" && request.query.empty() && is_from_browser(request) &&
                       request.header("accept").value_or("").find("text/html") != std::string_view::npos;
  return (at_home || Console::claims(request.path)) && !services::s3::has_virtual_bucket(request);
}

constexpr std::string_view kForeignHost =
    "this server is not called by this host name; start it with --allowed-hosts to allow the name";
constexpr std::string_view kForeignOrigin =
    "pages of this origin may not call this server; start it with --cors-origins to allow them";

constexpr std::string_view kLinkedAction =
    "no action is done by the address of an image, a frame or a link that a browser loads; send a POST";

// For objects that a browser loads: a page may run, but with an opaque origin, whose requests are refused.
constexpr std::string_view kSandbox =
    "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts allow-top-navigation";
// Chromium shows no PDF in a sandbox, and a PDF runs nothing with the rights of its page.
constexpr std::string_view kUnsandboxedType = "application/pdf";

constexpr std::string_view kOnlyMetrics = "this address serves /metrics and /health\n";

}  // namespace

Front::Front(EdgeGuard guard, AdminRoutes admin, aws::RequestIdSource& request_ids, net::Handler api,
             MetricsPlace metrics_place, net::Handler metrics, std::optional<Console> console)
    : admin_(std::move(admin)),
      request_ids_(request_ids),
      api_(std::move(api)),
      metrics_place_(metrics_place),
      metrics_(std::move(metrics)),
      console_(std::move(console)) {
  set_guard(std::move(guard));
}

void Front::set_guard(EdgeGuard guard) {
  auto made = std::make_unique<const EdgeGuard>(std::move(guard));
  std::lock_guard lock(guards_mutex_);
  guard_.store(made.get(), std::memory_order_release);
  guards_.push_back(std::move(made));
}

net::Response refusal(int status, std::string_view message, aws::RequestIdSource& request_ids) {
  const std::string_view code = status == 403   ? "AccessDeniedException"
                                : status == 413 ? "RequestEntityTooLargeException"
                                : status == 503 ? "ServiceUnavailable"
                                : status >= 500 ? "InternalFailure"
                                                : "BadRequestException";
  net::Response response(
      status, "application/x-amz-json-1.0",
      fmt::format(R"({{"__type":"com.amazon.coral.service#{}","message":"{}"}})", code, message));
  aws::add_response_headers(request_ids.next(), response);
  return response;
}

// DynamoDB's own answer to GET / has the headers of its API.
std::optional<net::Response> Front::answer_here(const net::Request& request) const {
  if (console_ && is_for_console(request)) return console_->answer(request);
  auto response = admin_.answer(request);
  if (response) aws::add_response_headers(request_ids_.next(), *response);
  return response;
}

// Without a coroutine of its own, so that an ordinary request pays nothing for what is only asked of
// browsers.
base::Task<net::Response> Front::handle(net::Request& request) const {
  if (request.remote_address == kMetricsLabel) return handle_scrape(request);
  if (!guard().allows_host(request.header("host").value_or("")))
    return ready(refusal(403, kForeignHost, request_ids_));
  if (const auto origin = request.header("origin")) return handle_cross_origin(request, *origin);
  if (is_action_of_a_link(request)) return ready(refusal(403, kLinkedAction, request_ids_));
  if (auto response = answer_here(request)) return ready(*std::move(response));
  if (metrics_place_ == MetricsPlace::kBesideApi && asks_for_metrics(request)) return metrics_(request);
  if (request.method == "GET" && is_from_browser(request)) return answer_browser(request);
  return api_(request);
}

base::Task<net::Response> Front::answer_browser(net::Request& request) const {
  const bool trusted = guard().allows_own_pages(request.secure, request.header("host").value_or(""));
  net::Response response = co_await api_(request);
  if (!trusted && response.headers.find("content-type") != kUnsandboxedType)
    response.headers.add("Content-Security-Policy", kSandbox);
  co_return response;
}

// Prometheus calls by whatever address it was told; a page in a browser has no business here.
base::Task<net::Response> Front::handle_scrape(net::Request& request) const {
  const std::string_view host = request.header("host").value_or("");
  if (!guard().allows_host(host) && !EdgeGuard::is_address(host))
    return ready(refusal(403, kForeignHost, request_ids_));
  if (request.header("origin")) return ready(refusal(403, kForeignOrigin, request_ids_));
  if (asks_for_metrics(request)) return metrics_(request);
  if (request.path == "/health") {
    if (auto response = answer_here(request)) return ready(*std::move(response));
  }
  return ready(net::Response(404, "text/plain", std::string(kOnlyMetrics)));
}

base::Task<net::Response> Front::handle_cross_origin(net::Request& request, std::string_view origin) const {
  const std::string_view host = request.header("host").value_or("");
  if (!guard().allows_origin(origin) && !guard().allows_console(origin, request.secure, host))
    co_return refusal(403, kForeignOrigin, request_ids_);
  if (is_preflight(request)) co_return preflight_response(request, origin);
  net::Response response;
  if (auto answer = answer_here(request)) {
    response = *std::move(answer);
  } else {
    response = co_await api_(request);
  }
  add_cors_headers(origin, response);
  co_return response;
}

}  // namespace stator::server
