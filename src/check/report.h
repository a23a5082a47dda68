// What a check finds, as lines for people.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace stator::check {

// Not thread-safe.
class Report {
 public:
  static constexpr std::uint64_t kMaxLines = 100;

  // `line` gets the first kMaxLines problems. `progress` is called now and then with what was read so far.
  Report(std::function<void(const std::string&)> line,
         std::function<void(std::uint64_t records, std::uint64_t bytes)> progress)
      : line_(std::move(line)), progress_(std::move(progress)) {}

  void problem(const std::string& text) {
    if (++problems_ <= kMaxLines) line_(text);
  }
  std::uint64_t problems() const { return problems_; }

  void read_record() {
    if (++records_ % 4096 == 0) progress_(records_, bytes_);
  }
  void read_bytes(std::uint64_t bytes) {
    bytes_ += bytes;
    progress_(records_, bytes_);
  }
  std::uint64_t records() const { return records_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  const std::function<void(const std::string&)> line_;
  const std::function<void(std::uint64_t, std::uint64_t)> progress_;
  std::uint64_t problems_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace stator::check
