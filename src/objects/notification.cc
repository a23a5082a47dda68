#include "objects/notification.h"

#include <algorithm>

#include "aws/percent.h"

namespace stator::objects {

namespace {

constexpr std::string_view kService = "s3:";

// "s3:ObjectCreated:*" matches "ObjectCreated:Put".
bool matches(std::string_view pattern, std::string_view event) {
  if (!pattern.starts_with(kService)) return false;
  pattern.remove_prefix(kService.size());
  if (!pattern.ends_with('*')) return pattern == event;
  return event.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool have_an_event_in_common(std::string_view one, std::string_view other) {
  if (one.ends_with('*')) return other.starts_with(one.substr(0, one.size() - 1));
  return other.ends_with('*') ? one.starts_with(other.substr(0, other.size() - 1)) : one == other;
}

}  // namespace

bool wants(const Notification& notification, std::string_view event, std::string_view key) {
  if (std::ranges::none_of(notification.events,
                           [&](const std::string& pattern) { return matches(pattern, event); }))
    return false;
  return key.starts_with(aws::decode_form_text(notification.prefix)) &&
         key.ends_with(aws::decode_form_text(notification.suffix));
}

bool overlap(const Notification& one, const Notification& other) {
  const bool by_event = std::ranges::any_of(one.events, [&](const std::string& event) {
    return std::ranges::any_of(
        other.events, [&](const std::string& another) { return have_an_event_in_common(event, another); });
  });
  const auto begins = [](const std::string& text, const std::string& start) {
    return text.starts_with(start);
  };
  const auto ends = [](const std::string& text, const std::string& end) { return text.ends_with(end); };
  return by_event && (begins(one.prefix, other.prefix) || begins(other.prefix, one.prefix)) &&
         (ends(one.suffix, other.suffix) || ends(other.suffix, one.suffix));
}

}  // namespace stator::objects
