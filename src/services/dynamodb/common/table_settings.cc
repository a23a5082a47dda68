#include "services/dynamodb/common/table_settings.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"

namespace stator::services::dynamodb {

namespace table = db::table;

namespace {

// Above this AWS calls a number of units out of bounds.
constexpr std::int64_t kMaxUnits = 1'000'000'000'000;

aws::Result<base::Ok> check_units(std::int64_t units, std::string_view name, const std::string* index) {
  if (units <= kMaxUnits) return base::Ok{};
  return index == nullptr ? invalid_request(messages::kUnitsOutOfBounds, units, name)
                          : invalid_request(messages::kUnitsOutOfBoundsForIndex, units, name, *index);
}

}  // namespace

aws::Result<table::Throughput> to_throughput(const ProvisionedThroughput& request, const std::string* index) {
  STATOR_TRY(check_units(*request.read_capacity_units, "ReadCapacityUnits", index));
  STATOR_TRY(check_units(*request.write_capacity_units, "WriteCapacityUnits", index));
  table::Throughput throughput;
  throughput.read_units = *request.read_capacity_units;
  throughput.write_units = *request.write_capacity_units;
  return throughput;
}

bool has_maximum(const std::optional<OnDemandThroughput>& request) {
  return request && (request->max_read_request_units || request->max_write_request_units);
}

aws::Result<std::optional<table::OnDemandThroughput>> to_on_demand(
    const std::optional<OnDemandThroughput>& request, const std::string* index) {
  std::optional<table::OnDemandThroughput> maximum;
  if (!has_maximum(request)) return maximum;
  const auto check = [&](const std::optional<std::int64_t>& units,
                         std::string_view name) -> aws::Result<base::Ok> {
    if (!units || *units >= 1) return base::Ok{};
    return invalid_request(messages::kOnDemandUnits, name, index == nullptr ? "table" : "index: " + *index);
  };
  STATOR_TRY(check(request->max_read_request_units, "MaxReadRequestUnits"));
  STATOR_TRY(check(request->max_write_request_units, "MaxWriteRequestUnits"));
  maximum = table::OnDemandThroughput{request->max_read_request_units.value_or(-1),
                                      request->max_write_request_units.value_or(-1)};
  return maximum;
}

aws::Error on_demand_of_provisioned(const OnDemandThroughput& request) {
  return invalid_request(messages::kNewOnDemandThroughputProvisioned,
                         request.max_read_request_units ? "MaxReadRequestUnits" : "MaxWriteRequestUnits");
}

table::WarmThroughput to_warm(const std::optional<WarmThroughput>& request) {
  if (!request) return {};
  return {request->read_units_per_second.value_or(0), request->write_units_per_second.value_or(0)};
}

table::BillingMode to_billing(BillingMode mode) {
  return mode == BillingMode::kPayPerRequest ? table::BillingMode::kPayPerRequest
                                             : table::BillingMode::kProvisioned;
}

aws::Result<base::Ok> check_index_throughput(const GlobalSecondaryIndex& request, const std::string& name,
                                             table::BillingMode billing) {
  if (billing == table::BillingMode::kPayPerRequest) {
    if (request.provisioned_throughput) return invalid_request(messages::kNewIndexThroughputOnDemand, name);
  } else {
    if (!request.provisioned_throughput) return invalid_request(messages::kNewIndexThroughputMissing, name);
    if (has_maximum(request.on_demand_throughput))
      return on_demand_of_provisioned(*request.on_demand_throughput);
  }
  return base::Ok{};
}

aws::Result<base::Ok> check_sse(const SseSpecification& request) {
  if (request.sse_type && request.sse_type->get() == SseType::kAes256) {
    return aws::validation_error(messages::kAesNotSupported);
  }
  if (request.kms_master_key_id && !(request.enabled.value_or(false) && request.sse_type)) {
    return aws::validation_error(messages::kKeyWithoutKms);
  }
  return base::Ok{};
}

}  // namespace stator::services::dynamodb
