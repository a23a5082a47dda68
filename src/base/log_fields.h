// The form of the log's lines, and lines with fields beside their message.
//   text: 2026-01-31T12:00:00.123Z warning server: slow request operation=GetItem duration_ms=250
//   JSON: {"time":"2026-01-31T12:00:00.123Z","level":"warning","component":"server","message":"slow request",
//          "operation":"GetItem","duration_ms":250}
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <variant>

#include "base/log.h"

namespace stator::base {

enum class LogFormat { kText, kJson };

// "text" or "json".
std::optional<LogFormat> parse_log_format(std::string_view text);

// Of all lines, also those without fields. Thread-safe, like everything here.
void set_log_format(LogFormat format);

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;  // an empty text is left out
};

void log_with_fields(LogLevel level, std::string_view component, std::string_view message,
                     std::initializer_list<LogField> fields);

}  // namespace stator::base
