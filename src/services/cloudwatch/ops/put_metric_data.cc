#include "services/cloudwatch/ops/put_metric_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "aws/protocol/shape_values.h"
#include "messages/requests.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

// 2^360 (AWS: PutMetricData).
const double kGreatest = std::ldexp(1, 360);

// What is wrong with the data, a line for each: AWS names all of them
// (aws-robotics/cloudwatchmetrics-ros1#46, 2020-06). Wrong combinations are told first (assumed).
class Findings {
 public:
  void add_value(std::string text) { add(std::move(text), &values_); }
  void add_combination(std::string text) { add(std::move(text), &combinations_); }
  // "NaN", as Java prints it (sj26/sidekiq-cloudwatchmetrics#16).
  void add_number(double value, const std::string& parameter) {
    const std::string text =
        std::isfinite(value) ? fmt::format("{}", value) : std::string(aws::protocol::non_finite_text(value));
    add_value(fmt::format(stator::messages::kParameterInvalid, text, parameter));
  }

  bool full() const { return count_ >= kMax; }
  aws::Result<base::Ok> result() const {
    if (!combinations_.empty()) return invalid_combination(combinations_);
    if (!values_.empty()) return invalid_value(values_);
    return base::Ok{};
  }

 private:
  static constexpr std::size_t kMax = 100;

  void add(std::string text, std::string* lines) {
    ++count_;
    if (!lines->empty()) lines->push_back('\n');
    *lines += text;
  }

  std::size_t count_ = 0;
  std::string values_;
  std::string combinations_;
};

bool is_valid(double value) { return std::isfinite(value) && std::abs(value) <= kGreatest; }

// Whether the values are given in one way.
bool check_forms(const MetricDatum& datum, const std::string& place, Findings* findings) {
  const auto both = [&](std::string_view one, std::string_view other) {
    findings->add_combination(
        fmt::format(messages::kBothGiven, place + std::string(one), place + std::string(other)));
    return false;
  };
  if (datum.value && datum.statistic_values) return both("Value", "StatisticValues");
  if (datum.value && datum.values) return both("Value", "Values");
  if (datum.values && datum.statistic_values) return both("StatisticValues", "Values");
  if (!datum.value && !datum.values && !datum.statistic_values) {
    findings->add_combination(messages::kNoValue);
    return false;
  }
  if (datum.counts && (!datum.values || datum.counts->size() != datum.values->size())) {
    findings->add_combination(fmt::format(messages::kSizesDiffer, place + "Values", place + "Counts"));
    return false;
  }
  return true;
}

void add_set(const StatisticSet& set, const std::string& place, monitoring::Distribution* out,
             Findings* findings) {
  const double samples = *set.sample_count, sum = *set.sum, minimum = *set.minimum, maximum = *set.maximum;
  if (!is_valid(samples) || samples <= 0) return findings->add_number(samples, place + "SampleCount");
  if (!is_valid(sum)) return findings->add_number(sum, place + "Sum");
  if (!is_valid(minimum)) return findings->add_number(minimum, place + "Minimum");
  if (!is_valid(maximum)) return findings->add_number(maximum, place + "Maximum");
  if (maximum < minimum) {
    return findings->add_value(
        fmt::format(messages::kMaximumBelowMinimum, place + "Maximum", place + "Minimum"));
  }
  out->add_set(samples, sum, minimum, maximum);
}

void add_values(const MetricDatum& datum, const std::string& place, monitoring::Distribution* out,
                Findings* findings) {
  if (datum.value) {
    if (!is_valid(*datum.value)) return findings->add_number(*datum.value, place + "Value");
    return out->add(*datum.value);
  }
  if (datum.statistic_values)
    return add_set(*datum.statistic_values, place + "StatisticValues.", out, findings);
  for (std::size_t i = 0; i < datum.values->size(); ++i) {
    const double value = (*datum.values)[i];
    const double count = datum.counts ? (*datum.counts)[i] : 1;
    if (!is_valid(value)) {
      findings->add_number(value, fmt::format("{}Values.member.{}", place, i + 1));
    } else if (!is_valid(count) || count < 0) {
      findings->add_number(count, fmt::format("{}Counts.member.{}", place, i + 1));
    } else if (count > 0) {
      out->add(value, count);
    }
  }
}

bool has_repeated_name(std::vector<monitoring::Dimension> dimensions) {
  std::sort(dimensions.begin(), dimensions.end());
  return std::adjacent_find(dimensions.begin(), dimensions.end(), [](const auto& one, const auto& other) {
           return one.name == other.name;
         }) != dimensions.end();
}

monitoring::Sample sample_of(const std::string& name_space, MetricDatum& datum, const std::string& place,
                             std::int64_t now, Findings* findings) {
  monitoring::Sample sample;
  sample.metric = {name_space, std::move(*datum.metric_name), dimensions_of(datum.dimensions)};
  if (has_repeated_name(sample.metric.dimensions)) findings->add_value(messages::kRepeatedDimension);
  if (check_forms(datum, place, findings)) add_values(datum, place, &sample.values, findings);
  sample.unix_seconds = now;
  if (datum.timestamp) {
    sample.unix_seconds = seconds_of(*datum.timestamp);
    if (sample.unix_seconds < now - monitoring::kMaxAgeSeconds)
      findings->add_value(fmt::format(messages::kTooOld, place + "Timestamp"));
    if (sample.unix_seconds > now + monitoring::kMaxLeadSeconds)
      findings->add_value(fmt::format(messages::kTooNew, place + "Timestamp"));
  }
  const std::int64_t resolution = datum.storage_resolution.value_or(60);
  if (resolution != 1 && resolution != 60)
    findings->add_value(fmt::format(messages::kStorageResolution, place + "StorageResolution"));
  sample.high_resolution = resolution == 1;
  if (const auto unit = unit_of(datum.unit)) sample.unit = *unit;
  return sample;
}

// Of all data of the request, or what is wrong with them.
aws::Result<std::vector<monitoring::Sample>> samples_of(PutMetricDataRequest& request, std::int64_t now) {
  const auto size = [](const auto& data) { return data ? data->size() : 0; };
  std::size_t count = size(request.metric_data);
  if (request.entity_metric_data)
    for (const EntityMetricData& of_entity : *request.entity_metric_data)
      count += size(of_entity.metric_data);
  if (count > static_cast<std::size_t>(kMaxData))
    return invalid_value(fmt::format(messages::kTooManyMetrics, kMaxData));

  Findings findings;
  if (is_own(*request.name_space))
    findings.add_value(fmt::format(stator::messages::kParameterInvalid, "AWS/", "Namespace"));
  std::vector<monitoring::Sample> samples;
  const auto add = [&](std::vector<MetricDatum>& data, const std::string& list) {
    for (std::size_t i = 0; i < data.size() && !findings.full(); ++i) {
      const std::string place = fmt::format("{}.member.{}.", list, i + 1);
      monitoring::Sample sample = sample_of(*request.name_space, data[i], place, now, &findings);
      if (!sample.values.empty()) samples.push_back(std::move(sample));
    }
  };
  if (request.metric_data) add(*request.metric_data, "MetricData");
  if (request.entity_metric_data) {
    for (std::size_t i = 0; i < request.entity_metric_data->size(); ++i) {
      auto& data = (*request.entity_metric_data)[i].metric_data;
      if (data) add(*data, fmt::format("EntityMetricData.member.{}.MetricData", i + 1));
    }
  }
  STATOR_TRY(findings.result());
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
