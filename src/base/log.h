// The log: one line an event on standard error.
//   2026-01-31T12:00:00.123Z info  net: listening on http://127.0.0.1:8000
#pragma once

#include <fmt/core.h>

#include <atomic>
#include <optional>
#include <string_view>

namespace stator::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// "debug", "info", "warning", "error" or "off".
std::optional<LogLevel> parse_log_level(std::string_view text);

namespace log_internal {
inline std::atomic<LogLevel> threshold{LogLevel::kInfo};
void write(LogLevel level, std::string_view component, fmt::string_view format, fmt::format_args args);
}  // namespace log_internal

// Thread-safe, like everything here.
inline void set_log_level(LogLevel level) { log_internal::threshold.store(level, std::memory_order_relaxed); }

inline bool log_enabled(LogLevel level) {
  return level >= log_internal::threshold.load(std::memory_order_relaxed);
}

// Where lines go; nullptr for standard error. The line has no newline. For tests.
using LogSink = void (*)(std::string_view line);
void set_log_sink(LogSink sink);

// Below the level this costs one comparison, besides evaluating the arguments. Control characters in the
// message are escaped, so that a line stays a line whatever a client sent.
template <typename... Args>
void log(LogLevel level, std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  if (!log_enabled(level)) return;
  log_internal::write(level, component, format, fmt::make_format_args(args...));
}
template <typename... Args>
void log_debug(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::kDebug, component, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_info(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::kInfo, component, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_warning(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::kWarning, component, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_error(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::kError, component, format, std::forward<Args>(args)...);
}

}  // namespace stator::base
