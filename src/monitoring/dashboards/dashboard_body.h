// What a dashboard shows, in JSON: checked, not drawn. Pure. Source: CloudWatch user guide, "Dashboard Body
// Structure and Syntax". Checked is what it demands of a body and of its widgets, and of the properties of
// metric, text and alarm widgets what they cannot do without; the rest is kept as it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace stator::monitoring::dashboards {

inline constexpr std::size_t kMaxWidgets = 500;
inline constexpr std::size_t kMaxWidgetAlarms = 100;  // of one alarm widget
inline constexpr std::size_t kMaxFindings = 100;      // told of one body; our own

struct Finding {
  std::string data_path;  // "/widgets/0/properties"; empty: the body itself
  std::string message;

  bool operator==(const Finding&) const = default;
};

struct BodyCheck {
  std::vector<Finding> errors;    // any: the body is refused
  std::vector<Finding> warnings;  // what will not be shown
};

// Nothing: it is no JSON object. Of members that come twice the last one counts. At most kMaxFindings of
// each.
std::optional<BodyCheck> check_body(const std::string& body);

}  // namespace stator::monitoring::dashboards
