#include "services/cloudwatch/ops/dashboards.h"

#include <fmt/format.h>

#include "aws/protocol/json_writer.h"
#include "base/base64.h"
#include "monitoring/dashboards/dashboard_body.h"
#include "monitoring/dashboards/messages.h"
#include "services/cloudwatch/messages.h"
#include "services/cloudwatch/ops/tags.h"

namespace stator::services::cloudwatch {
namespace {

namespace dashboards = monitoring::dashboards;

aws::Error invalid_input(std::string message) { return {"DashboardInvalidInputError", std::move(message)}; }

std::string json_of(std::string_view text) {
  std::string json;
  aws::protocol::append_json_string(text, &json);
  return json;
}

// The findings are in the text, laid out as it was seen, and a member of their own.
aws::Error invalid_body(const std::vector<dashboards::Finding>& errors) {
  std::string text, members;
  for (const dashboards::Finding& error : errors) {
    const std::string path = json_of(error.data_path), message = json_of(error.message);
    text += text.empty() ? "" : ",\n";
    text += fmt::format("  {{\n    \"dataPath\": {},\n    \"message\": {}\n  }}", path, message);
    members += members.empty() ? "" : ",";
    members += fmt::format(R"({{"DataPath":{},"Message":{}}})", path, message);
  }
  aws::Error error =
      invalid_input(fmt::format(dashboards::messages::kInvalidBody, errors.size(), "[\n" + text + "\n]"));
  error.members = fmt::format(R"("dashboardValidationMessages":[{}])", members);
  return error;
}

}  // namespace

aws::Error to_aws_error(const dashboards::Failure& failure) {
  switch (failure.kind) {
    case dashboards::FailureKind::kNoDashboard:
      return {"DashboardNotFoundError", fmt::format(messages::kNoDashboard, failure.message)};
    case dashboards::FailureKind::kTooManyTags:
      return invalid_value(fmt::format(messages::kTooManyTags, dashboards::kMaxTags));
    case dashboards::FailureKind::kBusy:
      return aws::service_unavailable(messages::kBusy);
    case dashboards::FailureKind::kInternal:
      break;
  }
  aws::log_internal_error("dashboards", failure.message);
  return {"InternalServiceFault", aws::internal_error().message};
}

base::Task<aws::Result<PutDashboardResponse>> put_dashboard(CloudWatch& service,
                                                            const aws::RequestContext& context,
                                                            PutDashboardRequest& request) {
  const std::string& name = *request.dashboard_name;
  if (name.size() > dashboards::kMaxNameBytes)
    co_return invalid_input(fmt::format(messages::kLongDashboardName, dashboards::kMaxNameBytes));
  if (!dashboards::is_name(name)) co_return invalid_input(fmt::format(messages::kBadDashboardName, name));
  if (request.dashboard_body->size() > dashboards::kMaxBodyBytes)
    co_return invalid_input(fmt::format(messages::kLongDashboardBody, dashboards::kMaxBodyBytes));
  const auto check = dashboards::check_body(*request.dashboard_body);
  if (!check) co_return invalid_input(messages::kBadDashboardBody);
  if (!check->errors.empty()) co_return invalid_body(check->errors);
  auto done = co_await service.dashboards.put(context.account, name, std::move(*request.dashboard_body),
                                              tags_of(request.tags));
  if (!done.ok()) co_return to_aws_error(done.error());
  PutDashboardResponse response;
  for (const dashboards::Finding& warning : check->warnings)
    response.dashboard_validation_messages.push_back({warning.data_path, warning.message});
  co_return response;
}

base::Task<aws::Result<GetDashboardResponse>> get_dashboard(CloudWatch& service,
                                                            const aws::RequestContext& context,
                                                            GetDashboardRequest& request) {
  auto found = co_await service.dashboards.find(context.account, *request.dashboard_name);
  if (!found.ok()) co_return to_aws_error(found.error());
  GetDashboardResponse response;
  response.dashboard_arn = dashboards::dashboard_arn(context.account, found->name);
  response.dashboard_body = std::move(found->body);
  response.dashboard_name = std::move(found->name);
  co_return response;
}

base::Task<aws::Result<ListDashboardsResponse>> list_dashboards(CloudWatch& service,
                                                                const aws::RequestContext& context,
                                                                ListDashboardsRequest& request) {
  dashboards::ListRequest wanted;
  wanted.prefix = request.dashboard_name_prefix.value_or("");
  if (request.next_token &&
      (request.next_token->empty() || !base::append_base64_decoded(*request.next_token, wanted.after)))
    co_return invalid_value(messages::kBadNextToken);
  auto page = co_await service.dashboards.list(context.account, std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error());
  ListDashboardsResponse response;
  if (page->more) base::append_base64(page->entries.back().name, response.next_token.emplace());
  for (dashboards::Entry& entry : page->entries) {
    DashboardEntry& shown = response.dashboard_entries.emplace_back();
    shown.dashboard_arn = dashboards::dashboard_arn(context.account, entry.name);
    shown.dashboard_name = std::move(entry.name);
    shown.last_modified = {entry.modified_millis};
    shown.size = static_cast<std::int64_t>(entry.body_bytes);
  }
  co_return response;
}

base::Task<aws::Result<EmptyResponse>> delete_dashboards(CloudWatch& service,
                                                         const aws::RequestContext& context,
                                                         DeleteDashboardsRequest& request) {
  auto done = co_await service.dashboards.remove(context.account, std::move(*request.dashboard_names));
  if (!done.ok()) co_return to_aws_error(done.error());
  co_return EmptyResponse{};
}

}  // namespace stator::services::cloudwatch
