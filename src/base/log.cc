#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <span>

#include "base/clock.h"
#include "base/log_fields.h"
#include "base/utf8.h"

namespace stator::base {

namespace {

constexpr std::array<std::string_view, 5> kNames = {"debug", "info", "warning", "error", "off"};

std::atomic<LogSink> log_sink{nullptr};
std::atomic<LogFormat> log_format{LogFormat::kText};

void append_time(fmt::memory_buffer& line) {
  const std::int64_t millis = Clock::system().unix_millis();
  const std::time_t seconds = millis / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  fmt::format_to(fmt::appender(line), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                 utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, millis % 1000);
}

void append_escaped(fmt::memory_buffer& line, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      line.push_back(c);
    } else {
      fmt::format_to(fmt::appender(line), "\\x{:02x}", byte);
    }
  }
}

void append(fmt::memory_buffer& line, std::string_view text) { line.append(text.begin(), text.end()); }

// Bytes that are no UTF-8 become those of Latin-1, so that every line is JSON.
void append_json_string(fmt::memory_buffer& line, std::string_view text) {
  const bool is_text = valid_utf8(text);
  line.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_text)) {
      fmt::format_to(fmt::appender(line), "\\u{:04x}", byte);
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

bool is_empty(const LogField& field) {
  const auto* text = std::get_if<std::string_view>(&field.value);
  return text != nullptr && text->empty();
}

// Quoted where it would not be seen where it ends.
void append_text_field(fmt::memory_buffer& line, const LogField& field) {
  fmt::format_to(fmt::appender(line), " {}=", field.name);
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    fmt::format_to(fmt::appender(line), "{}", *number);
    return;
  }
  const std::string_view text = std::get<std::string_view>(field.value);
  if (text.find_first_of(" \"=") == text.npos) return append_escaped(line, text);
  append_json_string(line, text);
}

void append_json_field(fmt::memory_buffer& line, const LogField& field) {
  line.push_back(',');
  append_json_string(line, field.name);
  line.push_back(':');
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    fmt::format_to(fmt::appender(line), "{}", *number);
  } else {
    append_json_string(line, std::get<std::string_view>(field.value));
  }
}

void append_text(fmt::memory_buffer& line, LogLevel level, std::string_view component,
                 std::string_view message, std::span<const LogField> fields) {
  append_time(line);
  fmt::format_to(fmt::appender(line), " {:<7} {}: ", kNames[static_cast<std::size_t>(level)], component);
  append_escaped(line, message);
  for (const LogField& field : fields)
    if (!is_empty(field)) append_text_field(line, field);
}

void append_json(fmt::memory_buffer& line, LogLevel level, std::string_view component,
                 std::string_view message, std::span<const LogField> fields) {
  append(line, "{\"time\":\"");
  append_time(line);
  fmt::format_to(fmt::appender(line), R"(","level":"{}","component":)",
                 kNames[static_cast<std::size_t>(level)]);
  append_json_string(line, component);
  append(line, ",\"message\":");
  append_json_string(line, message);
  for (const LogField& field : fields)
    if (!is_empty(field)) append_json_field(line, field);
  line.push_back('}');
}

void write_line(LogLevel level, std::string_view component, std::string_view message,
                std::span<const LogField> fields) {
  fmt::memory_buffer line;
  const bool json = log_format.load(std::memory_order_relaxed) == LogFormat::kJson;
  (json ? append_json : append_text)(line, level, component, message, fields);
  if (const LogSink sink = log_sink.load()) {
    sink({line.data(), line.size()});
    return;
  }
  line.push_back('\n');
  // One write, so that lines of several threads do not mix. A log that cannot be written must not stop the
  // server.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

void set_log_sink(LogSink sink) { log_sink.store(sink); }

std::optional<LogFormat> parse_log_format(std::string_view text) {
  if (text == "text") return LogFormat::kText;
  if (text == "json") return LogFormat::kJson;
  return std::nullopt;
}

void set_log_format(LogFormat format) { log_format.store(format, std::memory_order_relaxed); }

void log_with_fields(LogLevel level, std::string_view component, std::string_view message,
                     std::initializer_list<LogField> fields) {
  if (log_enabled(level)) write_line(level, component, message, {fields.begin(), fields.size()});
}

void log_internal::write(LogLevel level, std::string_view component, fmt::string_view format,
                         fmt::format_args args) {
  fmt::memory_buffer message;
  fmt::vformat_to(fmt::appender(message), format, args);
  write_line(level, component, {message.data(), message.size()}, {});
}

}  // namespace stator::base
