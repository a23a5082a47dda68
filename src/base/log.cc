#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <utility>

#include "base/clock.h"

namespace stator::base {

namespace {

constexpr std::array<std::string_view, 5> kNames = {"debug", "info", "warning", "error", "off"};

std::atomic<LogSink> log_sink{nullptr};

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

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

void set_log_sink(LogSink sink) { log_sink.store(sink); }

void log_internal::write(LogLevel level, std::string_view component, fmt::string_view format,
                         fmt::format_args args) {
  fmt::memory_buffer message;
  fmt::vformat_to(fmt::appender(message), format, args);

  fmt::memory_buffer line;
  append_time(line);
  fmt::format_to(fmt::appender(line), " {:<7} {}: ", kNames[static_cast<std::size_t>(level)], component);
  append_escaped(line, {message.data(), message.size()});
  if (const LogSink sink = log_sink.load()) {
    sink({line.data(), line.size()});
    return;
  }
  line.push_back('\n');
  // One write, so that lines of several threads do not mix. A log that cannot be written must not stop the
  // server.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace stator::base
