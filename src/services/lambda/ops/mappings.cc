#include "services/lambda/ops/mappings.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "functions/event_filter.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {

namespace {

using functions::Trigger;

constexpr std::int64_t kDefaultPage = 100;
constexpr std::int64_t kMinRecordAge = 60;

// As AWS says it; "OK" is seen in awsdocs/aws-lambda-developer-guide#487 (2026-01).
std::string_view text_of(functions::ProcessingResult result) {
  switch (result) {
    case functions::ProcessingResult::kNone:
      return messages::kNoRecordsYet;
    case functions::ProcessingResult::kOk:
      return "OK";
    case functions::ProcessingResult::kFunctionFailed:
      return messages::kLastCallFailed;
  }
  return "";
}

// The state is the one that the mapping is on its way from, as AWS shows it to who has just changed it.
MappingConfiguration shown(Service& service, const Trigger& trigger, std::string_view state) {
  MappingConfiguration out;
  out.uuid = trigger.id;
  out.starting_position = trigger.starting_position;
  out.batch_size = trigger.batch_size;
  out.maximum_batching_window_in_seconds = trigger.window_seconds;
  out.parallelization_factor = trigger.parallelization;
  out.event_source_arn = trigger.stream_arn;
  if (!trigger.filters.empty()) {
    auto& filters = out.filter_criteria.emplace().filters.emplace();
    for (const std::string& pattern : trigger.filters) filters.emplace_back().pattern = pattern;
  }
  out.function_arn = trigger.function_arn();
  out.last_modified.unix_millis = trigger.modified_millis;
  out.last_processing_result = text_of(service.triggers.last_result(trigger.id));
  out.state = state;
  out.state_transition_reason = messages::kUserAction;
  if (!trigger.on_failure.empty())
    out.destination_config.on_failure.emplace().destination = trigger.on_failure;
  out.maximum_record_age_in_seconds = trigger.max_age_seconds;
  out.bisect_batch_on_function_error = trigger.bisect;
  out.maximum_retry_attempts = trigger.max_retries;
  out.tumbling_window_in_seconds = trigger.tumbling_seconds;
  if (trigger.reports_failures) out.function_response_types = {"ReportBatchItemFailures"};
  out.event_source_mapping_arn = trigger.arn();
  return out;
}

std::string_view settled_state(const Trigger& trigger) {
  if (trigger.deleted) return "Deleting";
  return trigger.enabled ? "Enabled" : "Disabled";
}

aws::Result<base::Ok> check_settings(const MappingRequest& request) {
  const std::int64_t age = request.maximum_record_age_in_seconds.value_or(functions::kForEver);
  if (age != functions::kForEver && age < kMinRecordAge) return invalid_parameter(messages::kBadRecordAge);
  if (request.function_response_types) {
    for (const std::string& type : *request.function_response_types) {
      if (type != "ReportBatchItemFailures")
        return aws::validation_error(fmt::format(messages::kBadResponseType, type));
    }
  }
  if (request.filter_criteria && request.filter_criteria->filters) {
    for (const Filter& filter : *request.filter_criteria->filters) {
      if (!functions::is_event_pattern(filter.pattern.value_or("")))
        return invalid_parameter(messages::kBadFilter);
    }
  }
  return base::Ok{};
}

void apply(const MappingRequest& request, Trigger* trigger) {
  if (request.enabled) trigger->enabled = *request.enabled;
  if (request.batch_size) trigger->batch_size = *request.batch_size;
  if (request.maximum_batching_window_in_seconds)
    trigger->window_seconds = *request.maximum_batching_window_in_seconds;
  if (request.tumbling_window_in_seconds) trigger->tumbling_seconds = *request.tumbling_window_in_seconds;
  if (request.parallelization_factor) trigger->parallelization = *request.parallelization_factor;
  if (request.maximum_record_age_in_seconds)
    trigger->max_age_seconds = *request.maximum_record_age_in_seconds;
  if (request.bisect_batch_on_function_error) trigger->bisect = *request.bisect_batch_on_function_error;
  if (request.maximum_retry_attempts) trigger->max_retries = *request.maximum_retry_attempts;
  if (request.function_response_types) trigger->reports_failures = !request.function_response_types->empty();
  if (request.destination_config && request.destination_config->on_failure)
    trigger->on_failure = request.destination_config->on_failure->destination.value_or("");
  if (!request.filter_criteria) return;
  trigger->filters.clear();
  if (!request.filter_criteria->filters) return;
  for (const Filter& filter : *request.filter_criteria->filters) trigger->filters.push_back(*filter.pattern);
}

// "table/NAME/stream/LABEL" of the caller's account and region.
aws::Result<base::Ok> set_source(const aws::RequestContext& context, const std::string& text,
                                 Trigger* trigger) {
  constexpr std::string_view kTable = "table/", kStream = "/stream/";
  const auto arn = aws::parse_arn(text);
  const aws::Error wrong = invalid_parameter(fmt::format(messages::kBadSource, text));
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) return wrong;
  const std::string_view name = arn->resource.substr(kTable.size());
  const std::size_t at = name.find(kStream);
  if (at == std::string_view::npos) return wrong;
  if (arn->account != context.account || arn->region != context.region)
    return invalid_parameter(fmt::format(messages::kNoStream, text));
  trigger->table_name = name.substr(0, at);
  trigger->stream_label = name.substr(at + kStream.size());
  // However the request spells it, policies see one ARN of a stream.
  trigger->stream_arn = fmt::format("arn:aws:dynamodb:{}:{}:{}", arn->region, arn->account, arn->resource);
  return base::Ok{};
}

}  // namespace

base::Task<aws::Result<MappingConfiguration>> create_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request) {
  if (!request.function_name) co_return aws::validation_error(messages::kNoFunctionName);
  if (!request.event_source_arn) co_return invalid_parameter(messages::kNoSource);
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name));
  Trigger trigger;
  trigger.scope = scope_of(context);
  trigger.function_name = name.name;
  trigger.qualifier = name.qualifier;
  STATOR_CO_TRY(set_source(context, *request.event_source_arn, &trigger));
  if (!request.starting_position) co_return invalid_parameter(messages::kNoStartingPosition);
  if (request.starting_position->get() == StartingPosition::kAtTimestamp)
    co_return invalid_parameter(messages::kNoTimestampPosition);
  trigger.starting_position = kStartingPositions[static_cast<std::size_t>(request.starting_position->get())];
  STATOR_CO_TRY(check_settings(request));
  apply(request, &trigger);
  auto created = co_await service.triggers.create(std::move(trigger));
  if (!created.ok()) co_return to_aws_error(created.error());
  co_return shown(service, *created, "Creating");
}

base::Task<aws::Result<MappingConfiguration>> get_mapping(Service& service,
                                                          const aws::RequestContext& context,
                                                          MappingRequest& request) {
  auto found = co_await service.triggers.find(scope_of(context), *request.uuid);
  if (!found.ok()) co_return to_aws_error(found.error());
  co_return shown(service, *found, settled_state(*found));
}

base::Task<aws::Result<ListMappingsResponse>> list_mappings(Service& service,
                                                            const aws::RequestContext& context,
                                                            ListMappingsRequest& request) {
  std::optional<FunctionName> name;
  if (request.function_name) {
    STATOR_CO_ASSIGN(name, parse_name(context, *request.function_name));
  }
  auto triggers = co_await service.triggers.list(scope_of(context));
  if (!triggers.ok()) co_return to_aws_error(triggers.error());
  const auto limit =
      static_cast<std::size_t>(std::min(request.max_items.value_or(kDefaultPage), kDefaultPage));
  const std::string after = request.marker.value_or("");
  ListMappingsResponse response;
  for (const Trigger& trigger : *triggers) {
    if (trigger.id <= after) continue;
    if (name && (trigger.function_name != name->name || trigger.qualifier != name->qualifier)) continue;
    if (request.event_source_arn && trigger.stream_arn != *request.event_source_arn) continue;
    if (response.event_source_mappings.size() == limit) {
      response.next_marker = response.event_source_mappings.back().uuid;
      break;
    }
    response.event_source_mappings.push_back(shown(service, trigger, settled_state(trigger)));
  }
  co_return response;
}

base::Task<aws::Result<MappingConfiguration>> update_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request) {
  STATOR_CO_TRY(check_settings(request));
  std::optional<FunctionName> name;
  if (request.function_name) {
    STATOR_CO_ASSIGN(name, parse_name(context, *request.function_name));
  }
  if (name) {
    auto found = co_await service.triggers.find(scope_of(context), *request.uuid);
    if (!found.ok()) co_return to_aws_error(found.error());
    found->function_name = name->name;
    found->qualifier = name->qualifier;
    auto access = co_await service.triggers.check_access(*found);
    if (!access.ok()) co_return to_aws_error(access.error());
  }
  bool was_enabled = false;
  const auto change = [&](Trigger& trigger) -> functions::Result<base::Ok> {
    was_enabled = trigger.enabled;
    apply(request, &trigger);
    if (name) {
      trigger.function_name = name->name;
      trigger.qualifier = name->qualifier;
    }
    return base::Ok{};
  };
  auto changed = co_await service.triggers.change(scope_of(context), *request.uuid, change);
  if (!changed.ok()) co_return to_aws_error(changed.error());
  const std::string_view state = changed->enabled == was_enabled ? "Updating"
                                 : changed->enabled              ? "Enabling"
                                                                 : "Disabling";
  co_return shown(service, *changed, state);
}

base::Task<aws::Result<MappingConfiguration>> delete_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request) {
  auto removed = co_await service.triggers.remove(scope_of(context), *request.uuid);
  if (!removed.ok()) co_return to_aws_error(removed.error());
  co_return shown(service, *removed, "Deleting");
}

}  // namespace stator::services::lambda
