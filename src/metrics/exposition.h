// The text in which metrics are handed out: Prometheus's format 0.0.4, or OpenMetrics 1.0.0.
// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/time_histogram.h"

namespace stator::metrics {

enum class Type { kCounter, kGauge, kHistogram };

// A label with an empty value is left out, which means the same.
using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::span<const Label>;

class Exposition {
 public:
  enum class Format { kPrometheus, kOpenMetrics };

  explicit Exposition(Format format) : format_(format) {}

  // What the samples that follow belong to. Each name once; of a counter without its "_total".
  void family(std::string_view name, Type type, std::string_view help);

  void sample(Labels labels, double value);
  void sample(std::initializer_list<Label> labels, double value) {
    sample(Labels(labels.begin(), labels.size()), value);
  }
  void sample(Labels labels, const TimeHistogram& histogram);
  void sample(std::initializer_list<Label> labels, const TimeHistogram& histogram) {
    sample(Labels(labels.begin(), labels.size()), histogram);
  }

  // A family with one sample.
  void counter(std::string_view name, std::string_view help, double value);
  void gauge(std::string_view name, std::string_view help, double value);

  std::string finish() &&;

 private:
  void line(std::string_view suffix, Labels labels, std::string_view bound, double value);

  const Format format_;
  Type type_ = Type::kGauge;
  std::string name_;
  std::string text_;
};

}  // namespace stator::metrics
