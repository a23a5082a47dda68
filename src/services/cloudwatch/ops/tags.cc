#include "services/cloudwatch/ops/tags.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "services/cloudwatch/messages.h"
#include "services/cloudwatch/ops/alarms.h"
#include "services/cloudwatch/ops/dashboards.h"

namespace stator::services::cloudwatch {
namespace {

namespace alarms = monitoring::alarms;
namespace dashboards = monitoring::dashboards;

constexpr std::string_view kAlarm = "alarm:";
constexpr std::string_view kDashboard = "dashboard/";

struct Resource {
  bool is_dashboard = false;
  std::string name;
};

aws::Error no_resource(const std::string& arn) {
  return {"ResourceNotFoundException", fmt::format(messages::kNoResource, arn)};
}

aws::Result<Resource> resource_of(const aws::RequestContext& context, const std::string& text) {
  auto arn = aws::parse_arn(text);
  const bool is_dashboard = arn && arn->resource.starts_with(kDashboard) && arn->region.empty();
  if (!arn || arn->service != "cloudwatch" || !(is_dashboard || arn->resource.starts_with(kAlarm)))
    return invalid_value(fmt::format(messages::kBadResourceArn, text));
  if (is_dashboard) arn->region = context.region;  // they are in all
  if (!aws::is_within_reach(*arn, context)) return no_resource(text);
  return Resource{is_dashboard,
                  std::string(arn->resource.substr((is_dashboard ? kDashboard : kAlarm).size()))};
}

aws::Error to_tag_error(const alarms::Failure& failure, const std::string& arn) {
  return failure.kind == alarms::FailureKind::kNoAlarm ? no_resource(arn) : to_aws_error(failure);
}

aws::Error to_tag_error(const dashboards::Failure& failure, const std::string& arn) {
  return failure.kind == dashboards::FailureKind::kNoDashboard ? no_resource(arn) : to_aws_error(failure);
}

base::Task<aws::Result<EmptyResponse>> change(CloudWatch& service, const aws::RequestContext& context,
                                              const std::string& arn, Map<std::string> add,
                                              std::vector<std::string> remove) {
  STATOR_CO_ASSIGN(Resource resource, resource_of(context, arn));
  if (resource.is_dashboard) {
    auto done = co_await service.dashboards.tag(context.account, std::move(resource.name), std::move(add),
                                                std::move(remove));
    if (!done.ok()) co_return to_tag_error(done.error(), arn);
  } else {
    auto done = co_await service.alarms.tag(scope_of(context), std::move(resource.name), std::move(add),
                                            std::move(remove));
    if (!done.ok()) co_return to_tag_error(done.error(), arn);
  }
  co_return EmptyResponse{};
}

}  // namespace

Map<std::string> tags_of(const std::optional<std::vector<Tag>>& tags) {
  Map<std::string> made;
  if (!tags) return made;
  for (const Tag& tag : *tags) made.emplace_back(*tag.key, *tag.value);
  return made;
}

base::Task<aws::Result<EmptyResponse>> tag_resource(CloudWatch& service, const aws::RequestContext& context,
                                                    TagResourceRequest& request) {
  auto done = co_await change(service, context, *request.resource_arn, tags_of(request.tags),
                              std::vector<std::string>());
  co_return done;
}

base::Task<aws::Result<EmptyResponse>> untag_resource(CloudWatch& service, const aws::RequestContext& context,
                                                      UntagResourceRequest& request) {
  auto done = co_await change(service, context, *request.resource_arn, Map<std::string>(),
                              std::move(*request.tag_keys));
  co_return done;
}

base::Task<aws::Result<ListTagsForResourceResponse>> list_tags_for_resource(
    CloudWatch& service, const aws::RequestContext& context, ListTagsForResourceRequest& request) {
  const std::string& arn = *request.resource_arn;
  STATOR_CO_ASSIGN(Resource resource, resource_of(context, arn));
  Map<std::string> tags;
  if (resource.is_dashboard) {
    auto dashboard = co_await service.dashboards.find(context.account, std::move(resource.name));
    if (!dashboard.ok()) co_return to_tag_error(dashboard.error(), arn);
    tags = std::move(dashboard->tags);
  } else {
    auto alarm = co_await service.alarms.find(scope_of(context), std::move(resource.name));
    if (!alarm.ok()) co_return to_tag_error(alarm.error(), arn);
    tags = std::move(alarm->tags);
  }
  ListTagsForResourceResponse response;
  for (auto& [key, value] : tags) response.tags.push_back({std::move(key), std::move(value)});
  co_return response;
}

}  // namespace stator::services::cloudwatch
