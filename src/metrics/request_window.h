// What requests of one operation on one table did since somebody looked last: what metrics with a least and a
// greatest value are made of, which sums since the start cannot say.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stator::metrics {

// How often, how much, how little, how much at most. Not thread-safe.
struct Tally {
  std::uint64_t count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;

  void add(double value) {
    minimum = count == 0 ? value : std::min(minimum, value);
    maximum = count == 0 ? value : std::max(maximum, value);
    sum += value;
    ++count;
  }
  void add(const Tally& other) {
    if (other.count == 0) return;
    minimum = count == 0 ? other.minimum : std::min(minimum, other.minimum);
    maximum = count == 0 ? other.maximum : std::max(maximum, other.maximum);
    sum += other.sum;
    count += other.count;
  }
};

// Durations in nanoseconds: a tally, and how many lay in each of the spans whose bounds are an eighth of a
// power of two apart (9 to 12 % of their begin). Not thread-safe.
class DurationWindow {
 public:
  static constexpr int kLeastBit = 13;  // shorter ones (8 us) count in the first span
  static constexpr int kBits = 24;      // longer ones (2 minutes) in the last
  static constexpr std::size_t kSpans = static_cast<std::size_t>(kBits) * 8;

  void add(std::chrono::nanoseconds time) {
    const auto nanos = static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
    tally_.add(static_cast<double>(nanos));
    ++spans_[span_of(nanos)];
  }
  void add(const DurationWindow& other) {
    tally_.add(other.tally_);
    for (std::size_t i = 0; i < kSpans; ++i) spans_[i] += other.spans_[i];
  }

  const Tally& tally() const { return tally_; }
  std::uint64_t count(std::size_t span) const { return spans_[span]; }
  // The middle of a span, in nanoseconds.
  static double middle(std::size_t span) { return (begin(span) + begin(span + 1)) / 2; }

 private:
  static std::size_t span_of(std::uint64_t nanos) {
    const int bit = static_cast<int>(std::bit_width(nanos)) - 1;
    if (bit < kLeastBit) return 0;
    if (bit >= kLeastBit + kBits) return kSpans - 1;
    const std::uint64_t eighth = nanos >> (bit - 3) & 7;
    return static_cast<std::size_t>(bit - kLeastBit) * 8 + eighth;
  }
  static double begin(std::size_t span) {
    const auto power = static_cast<double>(std::uint64_t{1} << (kLeastBit + span / 8));
    return power * (1 + static_cast<double>(span % 8) / 8);
  }

  Tally tally_;
  std::array<std::uint32_t, kSpans> spans_{};
};

// Of an index: what was consumed there.
struct IndexWindow {
  std::string name;
  Tally read_units;
  Tally write_units;
};

// Not thread-safe.
struct RequestWindow {
  DurationWindow done;  // of requests that succeeded
  Tally read_units;     // of the table itself, by request
  Tally write_units;
  Tally returned_items;
  std::uint64_t failed_conditions = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t throttled_parts = 0;     // events: of a batch, each part
  std::uint64_t throttled_requests = 0;  // whole ones
  std::uint64_t user_errors = 0;         // others of the client's, status 4xx
  std::uint64_t system_errors = 0;       // status 5xx
  std::vector<IndexWindow> indexes;

  IndexWindow& index(std::string_view name) {
    for (IndexWindow& index : indexes)
      if (index.name == name) return index;
    indexes.push_back({std::string(name), {}, {}});
    return indexes.back();
  }

  void add(const RequestWindow& other) {
    done.add(other.done);
    read_units.add(other.read_units);
    write_units.add(other.write_units);
    returned_items.add(other.returned_items);
    failed_conditions += other.failed_conditions;
    conflicts += other.conflicts;
    throttled_parts += other.throttled_parts;
    throttled_requests += other.throttled_requests;
    user_errors += other.user_errors;
    system_errors += other.system_errors;
    for (const IndexWindow& theirs : other.indexes) {
      IndexWindow& mine = index(theirs.name);
      mine.read_units.add(theirs.read_units);
      mine.write_units.add(theirs.write_units);
    }
  }
};

}  // namespace stator::metrics
