#include "storage/rocksdb/group_cache.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "base/keyed_hash.h"
#include "storage/page_builder.h"
#include "storage/rocksdb/key_groups.h"

namespace stator::storage::rocks {
namespace {

using Entry = ScanPage::Entry;
using Entries = std::vector<Entry>;

std::size_t hash_of(std::string_view key) { return base::keyed_hash(group_of(key)); }

// One byte longer than the keys of blocks, so that it is none of them.
std::string memory_key(std::string_view key) { return std::string(group_of(key)) + "gg"; }
static_assert(kGroupBytes + 2 > 16);

Entries::const_iterator first_at_or_above(Entries::const_iterator from, Entries::const_iterator to,
                                          std::string_view key) {
  return std::lower_bound(from, to, key,
                          [](const Entry& entry, std::string_view bound) { return entry.key < bound; });
}

std::size_t bytes_of(std::span<const Entry> entries) {
  std::size_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.key.size() + entry.value.size();
  return bytes;
}

}  // namespace

// All records in [low, high), in order, keys and values in a row.
struct GroupCache::Run {
  std::uint64_t generation = 0;
  std::string low, high;
  bool is_behind_record = false;  // low is the least key above a record's
  bool ends_at_record = false;    // high is a record's key
  Entries entries;
  std::unique_ptr<char[]> bytes;
  std::size_t byte_count = 0;
  bool has_grown = false;
  mutable std::atomic<int> passed_over = 0;  // pages in a row that did not touch it

  Run(const KeyRange& range, Direction direction, std::optional<std::string_view> next)
      : low(range.begin), high(range.end) {
    if (!next) return;
    if (direction == Direction::kForward) {
      high.assign(*next);
      ends_at_record = true;
    } else {
      low.assign(*next).push_back('\0');
      is_behind_record = true;
    }
  }

  std::size_t charge() const {
    const std::size_t used =
        sizeof(*this) + low.size() + high.size() + byte_count + entries.size() * sizeof(Entry);
    return used + used / 8;  // allocators round up
  }

  bool touches(const Run& other) const { return low <= other.high && other.low <= high; }

  // Takes the ends of a run that touches this one and lies further out.
  void reach_as_far_as(const Run& other) {
    if (other.low == low) is_behind_record |= other.is_behind_record;
    if (other.high == high) ends_at_record |= other.ends_at_record;
    if (other.low < low) std::tie(low, is_behind_record) = std::tie(other.low, other.is_behind_record);
    if (other.high > high) std::tie(high, ends_at_record) = std::tie(other.high, other.ends_at_record);
  }

  void copy(const Entries& from) {
    byte_count = bytes_of(from);
    bytes = std::make_unique_for_overwrite<char[]>(byte_count);
    entries.reserve(from.size());
    char* at = bytes.get();
    const auto place = [&](std::string_view text) {
      if (!text.empty()) std::memcpy(at, text.data(), text.size());
      return std::string_view(std::exchange(at, at + text.size()), text.size());
    };
    for (const Entry& entry : from) {
      const std::string_view key = place(entry.key);
      entries.push_back({key, place(entry.value), entry.version});
    }
  }

  // Whether what lies between two of its entries fills a page.
  bool fills(Entries::const_iterator from, Entries::const_iterator to, ScanLimits limits) const {
    if (from == to) return false;
    const Entry& last = *std::prev(to);
    const std::size_t size = last.value.data() + last.value.size() - from->key.data();
    return size >= limits.max_bytes || static_cast<std::size_t>(to - from) >= limits.max_entries;
  }

  // Where it is not known what follows the run, the page has to be full before the run's last entry.
  std::optional<ScanPage> forward(const KeyRange& range, ScanLimits limits) const {
    if (range.begin < low) return std::nullopt;
    const auto from = first_at_or_above(entries.begin(), entries.end(), range.begin);
    const bool knows_end = range.end <= high;
    const bool all = ends_at_record || from == entries.end();
    if (!knows_end && !fills(from, entries.end() - (all ? 0 : 1), limits)) return std::nullopt;
    PageBuilder page(limits);
    auto to =
        from + static_cast<std::ptrdiff_t>(page.count_fitting({from, entries.end()}, Direction::kForward));
    bool more = to != entries.end() ? to->key < range.end : !knows_end;
    if (to != from && std::prev(to)->key >= range.end) {
      to = first_at_or_above(from, to, range.end);
      more = false;
    }
    page.add_row({from, to}, Direction::kForward);
    return page.finish(range, Direction::kForward, more);
  }

  std::optional<ScanPage> backward(const KeyRange& range, ScanLimits limits) const {
    if (range.end > high) return std::nullopt;
    const auto to = first_at_or_above(entries.begin(), entries.end(), range.end);
    const bool knows_begin = range.begin >= low;
    const bool all = is_behind_record || to == entries.begin();
    if (!knows_begin && !fills(entries.begin() + (all ? 0 : 1), to, limits)) return std::nullopt;
    PageBuilder page(limits);
    auto from =
        to - static_cast<std::ptrdiff_t>(page.count_fitting({entries.begin(), to}, Direction::kBackward));
    bool more = from != entries.begin() ? std::prev(from)->key >= range.begin : !knows_begin;
    if (from != to && from->key < range.begin) {
      from = first_at_or_above(from, to, range.begin);
      more = false;
    }
    page.add_row({from, to}, Direction::kBackward);
    return page.finish(range, Direction::kBackward, more);
  }
};

// A run that does not go while it is used.
class GroupCache::Held {
 public:
  Held(rocksdb::Cache& memory, const std::string& key) : memory_(memory), handle_(memory.Lookup(key)) {}
  ~Held() {
    if (handle_ != nullptr) memory_.Release(handle_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  // nullptr: none of this generation.
  const Run* of(std::uint64_t generation) const {
    if (handle_ == nullptr) return nullptr;
    const auto* run = static_cast<const Run*>(memory_.Value(handle_));
    return run->generation == generation ? run : nullptr;
  }

 private:
  rocksdb::Cache& memory_;
  rocksdb::Cache::Handle* const handle_;
};

GroupCache::GroupCache(std::shared_ptr<rocksdb::Cache> memory)
    : memory_(std::move(memory)),
      marks_(std::make_unique<WriteMark[]>(kMarks)),
      has_runs_(std::make_unique<std::atomic<bool>[]>(kMarks)),
      asked_(std::make_unique<std::atomic<std::uint32_t>[]>(kMarks)) {}

GroupCache::Held GroupCache::look_up(std::string_view key) const { return {*memory_, memory_key(key)}; }

GroupCache::Ticket GroupCache::begin_read(std::string_view key) const {
  return marks_[hash_of(key) % kMarks].ticket();
}

std::optional<ScanPage> GroupCache::find(const KeyRange& range, Direction direction,
                                         ScanLimits limits) const {
  const Held held = look_up(range.begin);
  const Run* run = held.of(generation_.load(std::memory_order_acquire));
  if (run == nullptr) return std::nullopt;
  std::optional<ScanPage> page =
      direction == Direction::kForward ? run->forward(range, limits) : run->backward(range, limits);
  if (page && run->passed_over.load(std::memory_order_relaxed) != 0)
    run->passed_over.store(0, std::memory_order_relaxed);
  return page;
}

// Remembers that it was asked for now.
bool GroupCache::was_asked_for(std::string_view key, Ticket ticket) {
  const std::size_t hash = hash_of(key);
  const auto now = static_cast<std::uint32_t>((hash >> 32) ^ (ticket >> 32) ^ 1);
  return asked_[hash % kMarks].exchange(now, std::memory_order_relaxed) == now;
}

GroupCache::Added GroupCache::add(Ticket ticket, const KeyRange& range, Direction direction,
                                  const ScanPage& page, std::optional<std::string_view> next) {
  if (WriteMark::is_writing(ticket) || !was_asked_for(range.begin, ticket)) return Added::kAdded;
  auto run = std::make_unique<Run>(range, direction, next);
  Entries entries = page.entries();
  if (direction == Direction::kBackward) std::reverse(entries.begin(), entries.end());
  const std::size_t read_bytes = bytes_of(entries);
  if (read_bytes > kMaxRunBytes) return Added::kAdded;

  // Before the mark is looked at: clear() changes it after the marks.
  run->generation = generation_.load(std::memory_order_acquire);
  const Held held = look_up(range.begin);
  Added added = Added::kAdded;
  if (const Run* old = held.of(run->generation)) {
    if (old->touches(*run) && old->byte_count + read_bytes <= kMaxRunBytes) {
      const auto before_end = first_at_or_above(old->entries.begin(), old->entries.end(), run->low);
      const auto behind_begin = first_at_or_above(before_end, old->entries.end(), run->high);
      entries.insert(entries.begin(), old->entries.begin(), before_end);
      entries.insert(entries.end(), behind_begin, old->entries.end());
      run->reach_as_far_as(*old);
      run->has_grown = true;
      if (!old->has_grown) added = Added::kBeginsToGrow;
    } else if (old->byte_count > read_bytes &&
               old->passed_over.fetch_add(1, std::memory_order_relaxed) < kPatience) {
      return Added::kAdded;
    }
  }
  run->copy(entries);
  const std::size_t charge = run->charge();
  const auto drop = [](const rocksdb::Slice&, void* value) { delete static_cast<Run*>(value); };
  const std::size_t at = hash_of(range.begin) % kMarks;
  std::lock_guard lock(mutexes_[at % kMutexes]);
  // A writer marks its key first and then looks whether there may be runs.
  has_runs_[at].store(true, std::memory_order_seq_cst);
  if (marks_[at].ticket() != ticket) return Added::kAdded;
  memory_->Insert(memory_key(range.begin), run.release(), charge, drop).PermitUncheckedError();
  return added;
}

void GroupCache::begin_write(std::string_view key) {
  const std::size_t at = hash_of(key) % kMarks;
  marks_[at].begin_write();
  if (!has_runs_[at].load(std::memory_order_seq_cst)) return;
  std::lock_guard lock(mutexes_[at % kMutexes]);
  memory_->Erase(memory_key(key));
}

void GroupCache::end_write(std::string_view key) { marks_[hash_of(key) % kMarks].end_write(); }

void GroupCache::clear() {
  for (std::size_t at = 0; at < kMarks; ++at) marks_[at].change();
  generation_.fetch_add(1, std::memory_order_seq_cst);
}

}  // namespace stator::storage::rocks
