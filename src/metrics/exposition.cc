#include "metrics/exposition.h"

#include <fmt/format.h>

#include <cmath>

namespace stator::metrics {
namespace {

std::string_view type_name(Type type) {
  switch (type) {
    case Type::kCounter:
      return "counter";
    case Type::kGauge:
      return "gauge";
    case Type::kHistogram:
      break;
  }
  return "histogram";
}

void append_value(double value, std::string* out) {
  constexpr double kExactIntegers = 1e15;
  if (value == std::floor(value) && std::fabs(value) < kExactIntegers) {
    fmt::format_to(std::back_inserter(*out), "{}", static_cast<std::int64_t>(value));
  } else {
    fmt::format_to(std::back_inserter(*out), "{}", value);
  }
}

void append_escaped(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c == '\\' || c == '"') out->push_back('\\');
    if (c == '\n') {
      out->append("\\n");
    } else {
      out->push_back(c);
    }
  }
}

}  // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  type_ = type;
  const bool says_total = type == Type::kCounter && format_ == Format::kPrometheus;
  fmt::format_to(std::back_inserter(text_), "# HELP {0}{1} {2}\n# TYPE {0}{1} {3}\n", name,
                 says_total ? "_total" : "", help, type_name(type));
}

void Exposition::line(std::string_view suffix, Labels labels, std::string_view bound, double value) {
  text_.append(name_).append(suffix);
  char separator = '{';
  const auto append_label = [&](std::string_view name, std::string_view label_value) {
    if (label_value.empty()) return;
    text_.push_back(separator);
    separator = ',';
    text_.append(name).append("=\"");
    append_escaped(label_value, &text_);
    text_.push_back('"');
  };
  for (const auto& [name, label_value] : labels) append_label(name, label_value);
  append_label("le", bound);
  if (separator == ',') text_.push_back('}');
  text_.push_back(' ');
  append_value(value, &text_);
  text_.push_back('\n');
}

void Exposition::sample(Labels labels, double value) {
  line(type_ == Type::kCounter ? "_total" : "", labels, "", value);
}

void Exposition::sample(Labels labels, const TimeHistogram& histogram) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < TimeHistogram::kBuckets; ++i) {
    below += histogram.counts()[i];
    const bool last = i == TimeHistogram::kBoundsSeconds.size();
    line("_bucket", labels, last ? "+Inf" : fmt::format("{}", TimeHistogram::kBoundsSeconds[i]),
         static_cast<double>(below));
  }
  line("_sum", labels, "", histogram.sum_seconds());
  line("_count", labels, "", static_cast<double>(below));
}

void Exposition::counter(std::string_view name, std::string_view help, double value) {
  family(name, Type::kCounter, help);
  sample({}, value);
}

void Exposition::gauge(std::string_view name, std::string_view help, double value) {
  family(name, Type::kGauge, help);
  sample({}, value);
}

std::string Exposition::finish() && {
  if (format_ == Format::kOpenMetrics) text_.append("# EOF\n");
  return std::move(text_);
}

}  // namespace stator::metrics
