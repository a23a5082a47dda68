// Who contributed most to a sum, among any number of contributors, in bounded memory.
//
// A space-saving summary (Metwally, Agrawal, El Abbadi: "Efficient computation of frequent and top-k elements
// in data streams", 2005) that makes room for many newcomers at once. What it says of a contributor is never
// more than the truth, and less by floor() at most; floor() is at most the sum of all divided by the number
// of counters that are kept: kCounters, or fewer if their keys are longer than kKeyBytes together. As long as
// there was room for all, it is exact. Two summaries merge into one with the same bound.
//
// How many contributors there were is exact as long as there was room, else estimated by HyperLogLog with
// kRegisters registers: a standard error of 3.3 %.
//
// Not thread-safe. docs/formats/records.md has the encoding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stator::monitoring {

class TopContributors {
 public:
  static constexpr std::size_t kCounters = 200;
  static constexpr std::size_t kKeyBytes = 40 << 10;
  static constexpr std::size_t kRegisters = 1024;

  struct Room {
    std::size_t counters = kCounters;
    std::size_t key_bytes = kKeyBytes;
  };
  struct Contributor {
    std::string_view key;  // of the summary
    double value = 0;
  };

  TopContributors() = default;
  explicit TopContributors(Room room) : room_(room) {}

  // Precondition: weight > 0, and a key of less than 64 KB.
  void add(std::string_view key, double weight);
  void add(const TopContributors& other);

  bool empty() const { return samples_ == 0; }
  // Of all contributors, whether they are known or not.
  double samples() const { return samples_; }
  double sum() const { return sum_; }
  double minimum() const { return minimum_; }  // of one sample
  double maximum() const { return maximum_; }
  std::uint64_t unique() const;
  double floor() const { return floor_; }

  // The greatest first, those of the same value in order of their keys.
  std::vector<Contributor> top(std::size_t limit) const;
  double greatest() const;
  double value(std::string_view key) const;  // 0 where it is not known

  // Makes room first: never more than Room says, whatever was added.
  std::string encode();
  static std::optional<TopContributors> decode(std::string_view bytes);

 private:
  // The truth is between count - error and count.
  struct Counter {
    double count = 0;
    double error = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };
  using Counters = std::unordered_map<std::string, Counter, Hash, std::equal_to<>>;

  bool is_full() const { return counters_.size() > 2 * room_.counters || key_bytes_ > 2 * room_.key_bytes; }
  void make_room();
  void note(std::string_view key);
  void note_all();
  void insert(std::string_view key, Counter counter);

  Room room_;
  Counters counters_;
  std::size_t key_bytes_ = 0;
  double floor_ = 0;  // who is not known contributed at most this
  double samples_ = 0, sum_ = 0, minimum_ = 0, maximum_ = 0;
  std::vector<std::uint8_t> registers_;  // empty: all contributors are known
};

}  // namespace stator::monitoring
