#include "monitoring/contributors/top_contributors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "keyspace/keys.h"

namespace stator::monitoring {
namespace {

constexpr char kFormat = 1;
constexpr char kHasRegisters = 1;  // flags
constexpr int kRegisterBits = std::countr_zero(TopContributors::kRegisters);

// XXH64 is good in all bits; the order of mixing is part of the format.
std::uint64_t hash_of(std::string_view key) { return keyspace::stable_hash(key); }

void put_u16(std::size_t value, std::string* out) {
  out->push_back(static_cast<char>(value >> 8));
  out->push_back(static_cast<char>(value));
}

void put_double(double value, std::string* out) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(bits >> shift));
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::string_view bytes(std::size_t length) {
    if (rest_.size() < length) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  char byte() {
    const std::string_view taken = bytes(1);
    return ok_ ? taken.front() : '\0';
  }
  std::size_t u16() {
    const std::string_view taken = bytes(2);
    if (!ok_) return 0;
    return static_cast<unsigned char>(taken[0]) << 8 | static_cast<unsigned char>(taken[1]);
  }
  // None is negative.
  double number() {
    std::uint64_t bits = 0;
    for (const char c : bytes(8)) bits = bits << 8 | static_cast<unsigned char>(c);
    const auto value = std::bit_cast<double>(bits);
    if (!std::isfinite(value) || value < 0) ok_ = false;
    return ok_ ? value : 0;
  }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

void TopContributors::add(std::string_view key, double weight) {
  minimum_ = empty() ? weight : std::min(minimum_, weight);
  maximum_ = empty() ? weight : std::max(maximum_, weight);
  samples_ += 1;
  sum_ += weight;
  const auto known = counters_.find(key);
  if (known != counters_.end()) {
    known->second.count += weight;
    return;
  }
  note(key);
  insert(key, {floor_ + weight, floor_});
  if (is_full()) make_room();
}

void TopContributors::add(const TopContributors& other) {
  if (other.empty()) return;
  minimum_ = empty() ? other.minimum_ : std::min(minimum_, other.minimum_);
  maximum_ = empty() ? other.maximum_ : std::max(maximum_, other.maximum_);
  samples_ += other.samples_;
  sum_ += other.sum_;
  if (!other.registers_.empty()) {
    if (registers_.empty()) note_all();
    for (std::size_t i = 0; i < kRegisters; ++i) registers_[i] = std::max(registers_[i], other.registers_[i]);
  }
  // Who is known on one side only may have had the floor of the other one.
  for (auto& [key, counter] : counters_) {
    if (other.counters_.contains(key)) continue;
    counter.count += other.floor_;
    counter.error += other.floor_;
  }
  for (const auto& [key, counter] : other.counters_) {
    const auto known = counters_.find(key);
    if (known != counters_.end()) {
      known->second.count += counter.count;
      known->second.error += counter.error;
      continue;
    }
    note(key);
    insert(key, {counter.count + floor_, counter.error + floor_});
  }
  floor_ += other.floor_;
  if (is_full()) make_room();
}

void TopContributors::insert(std::string_view key, Counter counter) {
  counters_.emplace(std::string(key), counter);
  key_bytes_ += key.size();
}

// Keeps those with the greatest counts. Who goes had no more than the new floor.
void TopContributors::make_room() {
  if (registers_.empty()) note_all();
  std::vector<Counters::iterator> order;
  order.reserve(counters_.size());
  for (auto each = counters_.begin(); each != counters_.end(); ++each) order.push_back(each);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a->second.count != b->second.count ? a->second.count > b->second.count : a->first < b->first;
  });
  std::size_t kept = 0, bytes = 0;
  while (kept < order.size() && kept < room_.counters && bytes + order[kept]->first.size() <= room_.key_bytes)
    bytes += order[kept++]->first.size();
  if (kept == order.size()) return;
  floor_ = std::max(floor_, order[kept]->second.count);
  for (std::size_t i = kept; i < order.size(); ++i) counters_.erase(order[i]);
  key_bytes_ = bytes;
}

void TopContributors::note(std::string_view key) {
  if (registers_.empty()) return;
  const std::uint64_t hash = hash_of(key);
  std::uint8_t& place = registers_[hash >> (64 - kRegisterBits)];
  const auto rank =
      static_cast<std::uint8_t>(std::min(std::countl_zero(hash << kRegisterBits), 64 - kRegisterBits) + 1);
  place = std::max(place, rank);
}

void TopContributors::note_all() {
  registers_.assign(kRegisters, 0);
  for (const auto& [key, counter] : counters_) note(key);
}

// HyperLogLog (Flajolet and others, 2007), with its correction for few contributors.
std::uint64_t TopContributors::unique() const {
  if (registers_.empty()) return counters_.size();
  constexpr double kCount = kRegisters;
  constexpr double kAlpha = 0.7213 / (1 + 1.079 / kCount);
  double harmonic = 0, zeros = 0;
  for (const std::uint8_t rank : registers_) {
    harmonic += std::ldexp(1, -rank);
    if (rank == 0) zeros += 1;
  }
  double estimate = kAlpha * kCount * kCount / harmonic;
  if (estimate <= 2.5 * kCount && zeros > 0) estimate = kCount * std::log(kCount / zeros);
  return std::max<std::uint64_t>(std::llround(estimate), counters_.size());
}

std::vector<TopContributors::Contributor> TopContributors::top(std::size_t limit) const {
  std::vector<Contributor> all;
  all.reserve(counters_.size());
  for (const auto& [key, counter] : counters_) all.push_back({key, counter.count - counter.error});
  std::sort(all.begin(), all.end(), [](const Contributor& a, const Contributor& b) {
    return a.value != b.value ? a.value > b.value : a.key < b.key;
  });
  if (all.size() > limit) all.resize(limit);
  return all;
}

double TopContributors::greatest() const {
  double greatest = 0;
  for (const auto& [key, counter] : counters_) greatest = std::max(greatest, counter.count - counter.error);
  return greatest;
}

double TopContributors::value(std::string_view key) const {
  const auto known = counters_.find(key);
  return known == counters_.end() ? 0 : known->second.count - known->second.error;
}

std::string TopContributors::encode() {
  if (counters_.size() > room_.counters || key_bytes_ > room_.key_bytes) make_room();
  std::string out(1, kFormat);
  out.push_back(registers_.empty() ? '\0' : kHasRegisters);
  for (const double number : {samples_, sum_, minimum_, maximum_, floor_}) put_double(number, &out);
  put_u16(counters_.size(), &out);
  std::vector<Counters::const_iterator> order;
  for (auto each = counters_.begin(); each != counters_.end(); ++each) order.push_back(each);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a->first < b->first; });
  for (const auto& each : order) {
    put_u16(each->first.size(), &out);
    out += each->first;
    put_double(each->second.count, &out);
    put_double(each->second.error, &out);
  }
  out.append(registers_.begin(), registers_.end());
  return out;
}

std::optional<TopContributors> TopContributors::decode(std::string_view bytes) {
  Reader reader(bytes);
  if (reader.byte() != kFormat) return std::nullopt;
  const char flags = reader.byte();
  if (flags != 0 && flags != kHasRegisters) return std::nullopt;
  TopContributors made;
  for (double* number : {&made.samples_, &made.sum_, &made.minimum_, &made.maximum_, &made.floor_})
    *number = reader.number();
  for (std::size_t left = reader.u16(); left > 0 && reader.ok(); --left) {
    const std::string_view key = reader.bytes(reader.u16());
    Counter counter;
    counter.count = reader.number();
    counter.error = reader.number();
    if (reader.ok()) made.insert(key, counter);
  }
  if (flags == kHasRegisters) {
    const std::string_view registers = reader.bytes(kRegisters);
    made.registers_.assign(registers.begin(), registers.end());
  }
  if (!reader.done()) return std::nullopt;
  return made;
}

}  // namespace stator::monitoring
