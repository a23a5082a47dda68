#include "services/cloudwatch/ops/put_metric_data.h"

#include <fmt/format.h>

#include <cmath>

#include "aws/protocol/shape_values.h"
#include "messages/requests.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

// 2^360 (AWS: PutMetricData).
const double kGreatest = std::ldexp(1, 360);

aws::Error wrong(double value, const std::string& parameter) {
  // "NaN", as Java prints it (sj26/sidekiq-cloudwatchmetrics#16).
  const std::string text =
      std::isfinite(value) ? fmt::format("{}", value) : std::string(aws::protocol::non_finite_text(value));
  return invalid_value(fmt::format(stator::messages::kParameterInvalid, text, parameter));
}

bool is_valid(double value) { return std::isfinite(value) && std::abs(value) <= kGreatest; }

aws::Error both(const std::string& place, std::string_view one, std::string_view other) {
  return invalid_combination(
      fmt::format(messages::kBothGiven, place + std::string(one), place + std::string(other)));
}

aws::Result<base::Ok> check_forms(const MetricDatum& datum, const std::string& place) {
  if (datum.value && datum.statistic_values) return both(place, "Value", "StatisticValues");
  if (datum.value && datum.values) return both(place, "Value", "Values");
  if (datum.values && datum.statistic_values) return both(place, "StatisticValues", "Values");
  if (!datum.value && !datum.values && !datum.statistic_values)
    return invalid_combination(messages::kNoValue);
  if (datum.counts && (!datum.values || datum.counts->size() != datum.values->size())) {
    return invalid_combination(fmt::format(messages::kSizesDiffer, place + "Values", place + "Counts"));
  }
  return base::Ok{};
}

aws::Result<base::Ok> add_set(const StatisticSet& set, const std::string& place,
                              monitoring::Distribution* out) {
  const double samples = *set.sample_count, sum = *set.sum, minimum = *set.minimum, maximum = *set.maximum;
  if (!is_valid(samples) || samples <= 0) return wrong(samples, place + "SampleCount");
  if (!is_valid(sum)) return wrong(sum, place + "Sum");
  if (!is_valid(minimum)) return wrong(minimum, place + "Minimum");
  if (!is_valid(maximum)) return wrong(maximum, place + "Maximum");
  if (maximum < minimum)
    return invalid_value(fmt::format(messages::kMaximumBelowMinimum, place + "Maximum", place + "Minimum"));
  out->add_set(samples, sum, minimum, maximum);
  return base::Ok{};
}

aws::Result<base::Ok> add_values(const MetricDatum& datum, const std::string& place,
                                 monitoring::Distribution* out) {
  if (datum.value) {
    if (!is_valid(*datum.value)) return wrong(*datum.value, place + "Value");
    out->add(*datum.value);
    return base::Ok{};
  }
  if (datum.statistic_values) return add_set(*datum.statistic_values, place + "StatisticValues.", out);
  for (std::size_t i = 0; i < datum.values->size(); ++i) {
    const double value = (*datum.values)[i];
    const double count = datum.counts ? (*datum.counts)[i] : 1;
    if (!is_valid(value)) return wrong(value, fmt::format("{}Values.member.{}", place, i + 1));
    if (!is_valid(count) || count < 0) return wrong(count, fmt::format("{}Counts.member.{}", place, i + 1));
    if (count > 0) out->add(value, count);
  }
  return base::Ok{};
}

aws::Result<monitoring::Sample> sample_of(const std::string& name_space, MetricDatum& datum,
                                          const std::string& place, std::int64_t now) {
  STATOR_TRY(check_forms(datum, place));
  monitoring::Sample sample;
  STATOR_TRY(add_values(datum, place, &sample.values));
  sample.unix_seconds = now;
  if (datum.timestamp) {
    sample.unix_seconds = datum.timestamp->unix_millis / 1000;
    if (sample.unix_seconds < now - monitoring::kMaxAgeSeconds)
      return invalid_value(fmt::format(messages::kTooOld, place + "Timestamp"));
    if (sample.unix_seconds > now + monitoring::kMaxLeadSeconds)
      return invalid_value(fmt::format(messages::kTooNew, place + "Timestamp"));
  }
  const std::int64_t resolution = datum.storage_resolution.value_or(60);
  if (resolution != 1 && resolution != 60)
    return invalid_value(fmt::format(messages::kStorageResolution, place + "StorageResolution"));
  sample.high_resolution = resolution == 1;
  if (const auto unit = unit_of(datum.unit)) sample.unit = *unit;
  sample.metric = {name_space, std::move(*datum.metric_name), dimensions_of(datum.dimensions)};
  return sample;
}

// Of all data of the request, or the first error.
aws::Result<std::vector<monitoring::Sample>> samples_of(PutMetricDataRequest& request, std::int64_t now) {
  std::vector<monitoring::Sample> samples;
  const auto add = [&](std::vector<MetricDatum>& data, const std::string& list) -> aws::Result<base::Ok> {
    for (std::size_t i = 0; i < data.size(); ++i) {
      const std::string place = fmt::format("{}.member.{}.", list, i + 1);
      STATOR_ASSIGN(monitoring::Sample sample, sample_of(*request.name_space, data[i], place, now));
      if (!sample.values.empty()) samples.push_back(std::move(sample));
    }
    return base::Ok{};
  };
  std::size_t count = 0;
  if (request.metric_data) {
    count += request.metric_data->size();
    STATOR_TRY(add(*request.metric_data, "MetricData"));
  }
  if (request.entity_metric_data) {
    for (std::size_t i = 0; i < request.entity_metric_data->size(); ++i) {
      auto& data = (*request.entity_metric_data)[i].metric_data;
      if (!data) continue;
      count += data->size();
      STATOR_TRY(add(*data, fmt::format("EntityMetricData.member.{}.MetricData", i + 1)));
    }
  }
  if (count > static_cast<std::size_t>(kMaxData))
    return invalid_value(fmt::format(messages::kTooManyMetrics, kMaxData));
  return samples;
}

}  // namespace

base::Task<aws::Result<base::Ok>> put_metric_data(CloudWatch& service, const aws::RequestContext& context,
                                                  PutMetricDataRequest& request) {
  if (!request.metric_data && !request.entity_metric_data) {
    co_return aws::Error{"MissingRequiredParameterException",
                         fmt::format(stator::messages::kParameterRequired, "MetricData")};
  }
  STATOR_CO_ASSIGN(auto samples, samples_of(request, context.clock->unix_seconds()));
  auto done = co_await service.metrics.put(scope_of(context), std::move(samples));
  if (!done.ok()) co_return to_aws_error(done.error());
  co_return base::Ok{};
}

}  // namespace stator::services::cloudwatch
