#include "services/logs/ops/groups.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/logs/messages.h"
#include "services/logs/ops/common.h"

namespace stator::services::logs {

namespace {

constexpr std::int64_t kDefaultLimit = 50;
constexpr std::int64_t kRetentions[] = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                        365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

using Outcome = aws::Result<base::Ok>;

Outcome outcome_of(const telemetry::Result<base::Ok>& done) {
  if (!done.ok()) return to_aws_error(done.error(), false);
  return base::Ok{};
}

base::Task<Outcome> tag(Logs& logs, telemetry::Scope scope, std::string group, Map<std::string> add,
                        std::vector<std::string> remove) {
  auto done = co_await logs.tag_group(std::move(scope), std::move(group), std::move(add), std::move(remove));
  co_return outcome_of(done);
}

base::Task<aws::Result<TagsResponse>> tags_of(Logs& logs, telemetry::Scope scope, std::string name) {
  auto group = co_await logs.find_group(std::move(scope), std::move(name));
  if (!group.ok()) co_return to_aws_error(group.error(), false);
  TagsResponse response;
  response.tags = std::move(group->tags);
  co_return response;
}

}  // namespace

base::Task<Outcome> create_log_group(Logs& logs, const aws::RequestContext& context,
                                     CreateLogGroupRequest& request) {
  Map<std::string> tags = request.tags.value_or(Map<std::string>());
  auto done = co_await logs.create_group(scope_of(context), *request.log_group_name, std::move(tags));
  co_return outcome_of(done);
}

base::Task<Outcome> delete_log_group(Logs& logs, const aws::RequestContext& context,
                                     LogGroupRequest& request) {
  auto done = co_await logs.delete_group(scope_of(context), *request.log_group_name);
  co_return outcome_of(done);
}

base::Task<aws::Result<DescribeLogGroupsResponse>> describe_log_groups(Logs& logs,
                                                                       const aws::RequestContext& context,
                                                                       DescribeLogGroupsRequest& request) {
  if (request.log_group_name_prefix && request.log_group_name_pattern)
    co_return invalid_parameter(messages::kPrefixAndPattern);
  telemetry::GroupRequest wanted;
  wanted.prefix = request.log_group_name_prefix.value_or("");
  wanted.pattern = request.log_group_name_pattern.value_or("");
  STATOR_CO_ASSIGN(wanted.after, name_of_token(request.next_token));
  wanted.limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  auto page = co_await logs.list_groups(scope_of(context), std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error(), false);
  DescribeLogGroupsResponse response;
  for (const telemetry::LogGroup& group : page->first) {
    LogGroupDescription& shown = response.log_groups.emplace_back();
    shown.log_group_name = group.name;
    shown.creation_time = group.created_millis;
    shown.retention_in_days = group.retention_days;
    shown.log_group_arn = group_arn(context, group.name);
    shown.arn = shown.log_group_arn + ":*";
  }
  if (page->second) response.next_token = name_token(page->first.back().name);
  co_return response;
}

base::Task<Outcome> put_retention_policy(Logs& logs, const aws::RequestContext& context,
                                         PutRetentionPolicyRequest& request) {
  const std::int64_t days = *request.retention_in_days;
  if (std::find(std::begin(kRetentions), std::end(kRetentions), days) == std::end(kRetentions))
    co_return invalid_parameter(fmt::format(messages::kBadRetention, days,
                                            fmt::join(std::begin(kRetentions), std::end(kRetentions), ", ")));
  auto done = co_await logs.set_retention(scope_of(context), *request.log_group_name, days);
  co_return outcome_of(done);
}

base::Task<Outcome> delete_retention_policy(Logs& logs, const aws::RequestContext& context,
                                            LogGroupRequest& request) {
  auto done = co_await logs.set_retention(scope_of(context), *request.log_group_name, std::nullopt);
  co_return outcome_of(done);
}

base::Task<Outcome> tag_log_group(Logs& logs, const aws::RequestContext& context,
                                  TagLogGroupRequest& request) {
  auto done = co_await tag(logs, scope_of(context), *request.log_group_name, *request.tags,
                           std::vector<std::string>());
  co_return done;
}

base::Task<Outcome> untag_log_group(Logs& logs, const aws::RequestContext& context,
                                    UntagLogGroupRequest& request) {
  auto done =
      co_await tag(logs, scope_of(context), *request.log_group_name, Map<std::string>(), *request.tags);
  co_return done;
}

base::Task<aws::Result<TagsResponse>> list_tags_log_group(Logs& logs, const aws::RequestContext& context,
                                                          LogGroupRequest& request) {
  auto tags = co_await tags_of(logs, scope_of(context), *request.log_group_name);
  co_return tags;
}

base::Task<Outcome> tag_resource(Logs& logs, const aws::RequestContext& context,
                                 TagResourceRequest& request) {
  STATOR_CO_ASSIGN(std::string group, group_of_arn(context, *request.resource_arn));
  auto done =
      co_await tag(logs, scope_of(context), std::move(group), *request.tags, std::vector<std::string>());
  co_return done;
}

base::Task<Outcome> untag_resource(Logs& logs, const aws::RequestContext& context,
                                   UntagResourceRequest& request) {
  STATOR_CO_ASSIGN(std::string group, group_of_arn(context, *request.resource_arn));
  auto done = co_await tag(logs, scope_of(context), std::move(group), Map<std::string>(), *request.tag_keys);
  co_return done;
}

base::Task<aws::Result<TagsResponse>> list_tags_for_resource(Logs& logs, const aws::RequestContext& context,
                                                             ListTagsForResourceRequest& request) {
  STATOR_CO_ASSIGN(std::string group, group_of_arn(context, *request.resource_arn));
  auto tags = co_await tags_of(logs, scope_of(context), std::move(group));
  co_return tags;
}

}  // namespace stator::services::logs
