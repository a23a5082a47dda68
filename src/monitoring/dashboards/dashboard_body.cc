#include "monitoring/dashboards/dashboard_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/json_parser.h"
#include "monitoring/dashboards/messages.h"

namespace stator::monitoring::dashboards {
namespace {

using base::JsonValue;

// Of the grid that widgets lie on.
constexpr std::int64_t kColumns = 24;
constexpr std::int64_t kMaxHeight = 1000;

constexpr std::string_view kPeriodOverrides[] = {"auto", "inherit"};
// Those whose properties are left unchecked here.
constexpr std::string_view kOtherTypes[] = {"chart", "custom", "explorer", "log"};

std::optional<JsonValue> member_of(JsonValue object, std::string_view name) {
  std::optional<JsonValue> found;
  for (const base::JsonMember member : object.members())
    if (member.name == name) found = member.value;
  return found;
}

class Checker {
 public:
  BodyCheck take() { return std::move(check_); }

  void check(JsonValue body) {
    check_string(body, "", "start");
    check_string(body, "", "end");
    if (const auto value = check_string(body, "", "periodOverride");
        value && std::find(std::begin(kPeriodOverrides), std::end(kPeriodOverrides), value->text()) ==
                     std::end(kPeriodOverrides))
      error("/periodOverride", messages::kNotAllowed);
    if (const auto variables = member_of(body, "variables"); variables && !variables->is_array())
      error("/variables", fmt::format(messages::kNotA, "array"));
    const auto widgets = member_of(body, "widgets");
    if (!widgets) return error("", fmt::format(messages::kRequired, "widgets"));
    if (!widgets->is_array()) return error("/widgets", fmt::format(messages::kNotA, "array"));
    if (widgets->size() > kMaxWidgets) return error("/widgets", fmt::format(messages::kTooMany, kMaxWidgets));
    std::size_t index = 0;
    for (const JsonValue widget : widgets->elements()) {
      if (is_full()) return;
      check_widget(widget, fmt::format("/widgets/{}", index++));
    }
  }

 private:
  bool is_full() const { return check_.errors.size() >= kMaxFindings; }

  void error(std::string path, std::string message) {
    if (!is_full()) check_.errors.push_back({std::move(path), std::move(message)});
  }

  void warn(std::string path, std::string message) {
    if (check_.warnings.size() < kMaxFindings)
      check_.warnings.push_back({std::move(path), std::move(message)});
  }

  // The member if it is there and a string.
  std::optional<JsonValue> check_string(JsonValue object, const std::string& path, const char* name) {
    const auto value = member_of(object, name);
    if (!value || value->is_string()) return value;
    error(path + "/" + name, fmt::format(messages::kNotA, "string"));
    return std::nullopt;
  }

  void check_integer(JsonValue object, const std::string& path, const char* name, std::int64_t min,
                     std::optional<std::int64_t> max) {
    const auto value = member_of(object, name);
    if (!value) return;
    const std::string place = path + "/" + name;
    if (!value->is_number() || value->number() != std::floor(value->number()))
      return error(place, fmt::format(messages::kNotA, "integer"));
    if (value->number() < static_cast<double>(min)) error(place, fmt::format(messages::kTooSmall, min));
    if (max && value->number() > static_cast<double>(*max))
      error(place, fmt::format(messages::kTooLarge, *max));
  }

  void check_widget(JsonValue widget, const std::string& path) {
    if (!widget.is_object()) return error(path, fmt::format(messages::kNotA, "object"));
    check_integer(widget, path, "x", 0, kColumns - 1);
    check_integer(widget, path, "y", 0, std::nullopt);
    check_integer(widget, path, "width", 1, kColumns);
    check_integer(widget, path, "height", 1, kMaxHeight);
    if (!member_of(widget, "type")) error(path, fmt::format(messages::kRequired, "type"));
    const auto type = check_string(widget, path, "type");
    const auto properties = member_of(widget, "properties");
    if (!properties) return error(path, fmt::format(messages::kRequired, "properties"));
    const std::string place = path + "/properties";
    if (!properties->is_object()) return error(place, fmt::format(messages::kNotA, "object"));
    if (!type) return;
    if (type->text() == "metric") return check_metric(*properties, place);
    if (type->text() == "text") return check_text(*properties, place);
    if (type->text() == "alarm") return check_alarms(*properties, place);
    if (std::find(std::begin(kOtherTypes), std::end(kOtherTypes), type->text()) == std::end(kOtherTypes))
      warn(path + "/type", messages::kUnknownType);
  }

  void check_metric(JsonValue properties, const std::string& path) {
    const auto metrics = member_of(properties, "metrics");
    const bool has_region = member_of(properties, "region").has_value();
    // A rule of Contributor Insights takes the place of metrics, annotations may be an alarm.
    const bool has_source = metrics || member_of(properties, "insightRule");
    if (!(has_region && has_source) && !member_of(properties, "annotations")) {
      if (!has_source) error(path, fmt::format(messages::kRequired, "metrics"));
      if (!has_region) error(path, fmt::format(messages::kRequired, "region"));
      error(path, messages::kNoMetrics);
      error(path, fmt::format(messages::kRequired, "annotations"));
    }
    if (!metrics) return;
    const std::string place = path + "/metrics";
    if (!metrics->is_array()) return error(place, fmt::format(messages::kNotA, "array"));
    std::size_t index = 0;
    for (const JsonValue metric : metrics->elements()) {
      if (is_full()) return;
      check_entry(metric, fmt::format("{}/{}", place, index++));
    }
  }

  // ["AWS/EC2", "CPUUtilization", "InstanceId", "i-1", {"label": "one"}]
  void check_entry(JsonValue entry, const std::string& path) {
    if (!entry.is_array()) {
      error(path, fmt::format(messages::kNotA, "array"));
      return error(path, messages::kNotMetrics);
    }
    std::size_t left = entry.size();
    for (const JsonValue part : entry.elements()) {
      --left;
      if (part.is_string() || (left == 0 && part.is_object())) continue;
      return error(path, messages::kNotMetrics);
    }
  }

  void check_text(JsonValue properties, const std::string& path) {
    if (!member_of(properties, "markdown")) error(path, fmt::format(messages::kRequired, "markdown"));
    check_string(properties, path, "markdown");
  }

  void check_alarms(JsonValue properties, const std::string& path) {
    const auto alarms = member_of(properties, "alarms");
    if (!alarms) return error(path, fmt::format(messages::kRequired, "alarms"));
    const std::string place = path + "/alarms";
    if (!alarms->is_array()) return error(place, fmt::format(messages::kNotA, "array"));
    if (alarms->size() == 0) return error(place, fmt::format(messages::kTooFew, 1));
    if (alarms->size() > kMaxWidgetAlarms)
      return error(place, fmt::format(messages::kTooMany, kMaxWidgetAlarms));
  }

  BodyCheck check_;
};

}  // namespace

std::optional<BodyCheck> check_body(const std::string& body) {
  base::JsonParser parser;
  const auto json = parser.parse(body);
  if (!json || !json->is_object()) return std::nullopt;
  Checker checker;
  checker.check(*json);
  return checker.take();
}

}  // namespace stator::monitoring::dashboards
