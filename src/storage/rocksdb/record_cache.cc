#include "storage/rocksdb/record_cache.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "base/keyed_hash.h"

namespace stator::storage::rocks {

// One allocation: the entry, the key, the value.
struct RecordCache::Entry {
  Entry* next_of_bucket;
  Entry* newer;  // in the order of entering; a circle through the shard's anchor
  Entry* older;
  std::uint64_t hash;
  CommitVersion version;
  std::uint32_t key_bytes;
  std::uint32_t value_bytes;
  bool used;  // since it entered, or since it was spared last

  char* text() { return reinterpret_cast<char*>(this + 1); }
  std::string_view key() { return {text(), key_bytes}; }
  std::string_view value() { return {text() + key_bytes, value_bytes}; }
  std::size_t bytes() const { return bytes_of(key_bytes, value_bytes); }

  static std::size_t bytes_of(std::size_t key_bytes, std::size_t value_bytes) {
    return allocated_for(sizeof(Entry) + key_bytes + value_bytes);
  }

  // Allocators have four sizes between a power of two and the next one.
  static std::size_t allocated_for(std::size_t size) {
    const std::size_t step = std::bit_ceil(size) / 8;
    return (size + step - 1) / step * step;
  }

  static Entry* make(const Key& key, CommitVersion version, std::string_view value) {
    void* memory = std::malloc(sizeof(Entry) + key.text.size() + value.size());
    if (memory == nullptr) return nullptr;
    auto* entry = new (memory) Entry{nullptr,
                                     nullptr,
                                     nullptr,
                                     key.hash,
                                     version,
                                     static_cast<std::uint32_t>(key.text.size()),
                                     static_cast<std::uint32_t>(value.size()),
                                     false};
    std::memcpy(entry->text(), key.text.data(), key.text.size());
    if (!value.empty()) std::memcpy(entry->text() + key.text.size(), value.data(), value.size());
    return entry;
  }
};

// The version of a record that was read and did not enter. It holds as long as the key's mark is the ticket.
struct RecordCache::Sighting {
  std::uint64_t hash;
  Ticket ticket;
  CommitVersion version;
  std::uint8_t key_bytes;
  char key[kMaxSightingKeyBytes];

  void set(const Key& seen, Ticket at, CommitVersion found) {
    hash = seen.hash;
    ticket = at;
    version = found;
    key_bytes = static_cast<std::uint8_t>(seen.text.size());
    seen.text.copy(key, sizeof(key));
  }
  bool is_of(const Key& asked) const {
    return hash == asked.hash && std::string_view(key, key_bytes) == asked.text;
  }
};

// With the mutex held, except to make and to drop one, and where it says so.
struct RecordCache::Shard {
  static constexpr std::size_t kFirstBuckets = 64;
  static constexpr std::size_t kSeenBitsPerBucket = 16;

  std::mutex mutex;
  std::vector<Entry*> buckets = std::vector<Entry*>(kFirstBuckets);
  Entry anchor{};  // older: the newest entry; newer: the oldest one
  std::size_t entries = 0;
  std::atomic<std::size_t> bytes = 0;     // changed with the mutex held, read without
  std::unique_ptr<Sighting[]> sightings;  // made when the first is wanted
  std::vector<bool> seen;                 // by hash: read since the bits were cleared; several keys share one
  std::size_t seen_keys = 0;
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;

  Shard() { anchor.newer = anchor.older = &anchor; }

  Entry** find(const Key& key) {
    Entry** link = &buckets[bucket_of(key.hash)];
    while (*link != nullptr && !((*link)->hash == key.hash && (*link)->key() == key.text))
      link = &(*link)->next_of_bucket;
    return link;
  }

  void insert(Entry* entry, std::size_t capacity) {
    if (entries >= buckets.size()) grow();
    Entry*& bucket = buckets[bucket_of(entry->hash)];
    entry->next_of_bucket = bucket;
    bucket = entry;
    make_newest(entry);
    ++entries;
    grow_by(entry->bytes());
    while (bytes.load(std::memory_order_relaxed) > capacity) evict();
  }

  void remove(Entry** link) {
    Entry* entry = *link;
    *link = entry->next_of_bucket;
    unlink_age(entry);
    --entries;
    grow_by(-entry->bytes());
    std::free(entry);
  }

  // Whether the key was read before, not too long ago.
  bool saw(const Key& key) {
    if (seen.empty() || seen_keys >= entries) {
      seen.assign(buckets.size() * kSeenBitsPerBucket, false);
      seen_keys = 0;
    }
    const std::size_t bit = (key.hash >> 12) & (seen.size() - 1);
    if (seen[bit]) return true;
    seen[bit] = true;
    ++seen_keys;
    return false;
  }

  // Without the mutex: a guess, as it may change at once.
  bool has_room_for(std::size_t size, std::size_t capacity) const {
    return bytes.load(std::memory_order_relaxed) + size <= capacity;
  }

  void remove_all() {
    while (anchor.newer != &anchor) remove(link_to(anchor.newer));
  }

 private:
  void grow_by(std::size_t size) {
    bytes.store(bytes.load(std::memory_order_relaxed) + size, std::memory_order_relaxed);
  }

  // The low bits pick the shard and the mark.
  std::size_t bucket_of(std::uint64_t hash) const { return (hash >> 12) & (buckets.size() - 1); }

  Entry** link_to(Entry* entry) {
    Entry** link = &buckets[bucket_of(entry->hash)];
    while (*link != entry) link = &(*link)->next_of_bucket;
    return link;
  }

  void make_newest(Entry* entry) {
    entry->newer = &anchor;
    entry->older = anchor.older;
    entry->older->newer = entry;
    anchor.older = entry;
  }

  static void unlink_age(Entry* entry) {
    entry->newer->older = entry->older;
    entry->older->newer = entry->newer;
  }

  // The oldest goes; one that was used since is spared once.
  void evict() {
    Entry* oldest = anchor.newer;
    if (!oldest->used) return remove(link_to(oldest));
    oldest->used = false;
    unlink_age(oldest);
    make_newest(oldest);
  }

  void grow() {
    std::vector<Entry*> old = std::exchange(buckets, std::vector<Entry*>(buckets.size() * 2));
    for (Entry* entry : old) {
      while (entry != nullptr) {
        Entry* next = entry->next_of_bucket;
        Entry*& bucket = buckets[bucket_of(entry->hash)];
        entry->next_of_bucket = bucket;
        bucket = entry;
        entry = next;
      }
    }
  }
};

RecordCache::Key::Key(std::string_view text) : text(text), hash(base::keyed_hash(text)) {}

// An eighth of the cache at most: enough for the writes that are under way together.
std::size_t RecordCache::sightings_for(std::size_t capacity_bytes) {
  constexpr std::size_t kMostOfAShard = 512;
  return std::min(std::bit_floor(capacity_bytes / kShards / 8 / sizeof(Sighting)), kMostOfAShard);
}

RecordCache::RecordCache(std::size_t capacity_bytes)
    : shard_sightings_(sightings_for(capacity_bytes)),
      shard_capacity_(capacity_bytes / kShards - shard_sightings_ * sizeof(Sighting)),
      shards_(kShards) {}

RecordCache::~RecordCache() {
  for (Shard& shard : shards_) shard.remove_all();
}

RecordCache::Shard& RecordCache::shard_of(const Key& key) { return shards_[key.hash % kShards]; }

std::optional<Record> RecordCache::find(const Key& key) {
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  Entry* entry = *shard.find(key);
  if (entry == nullptr) {
    ++shard.misses;
    return std::nullopt;
  }
  ++shard.hits;
  entry->used = true;
  return Record{entry->version, std::string(entry->value())};
}

std::optional<CommitVersion> RecordCache::find_version(const Key& key) {
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  if (const Entry* entry = *shard.find(key)) return entry->version;
  if (shard.sightings == nullptr) return std::nullopt;
  const Sighting& sighting = shard.sightings[key.hash / kShards % shard_sightings_];
  if (!sighting.is_of(key) || mark_of(key).ticket() != sighting.ticket) return std::nullopt;
  return sighting.version;
}

RecordCache::Ticket RecordCache::begin_read(const Key& key) const { return mark_of(key).ticket(); }

RecordCache::Lookup RecordCache::begin_lookup(std::string_view text) const {
  const Key key(text);
  return {key, begin_read(key)};
}

bool RecordCache::is_current(const Lookup& lookup) {
  return !WriteMark::is_writing(lookup.ticket) && mark_of(lookup.key).ticket_after_reads() == lookup.ticket;
}

void RecordCache::add(const Key& key, Ticket ticket, CommitVersion version, std::string_view value) {
  if (value.size() > kMaxRecordBytes || WriteMark::is_writing(ticket)) return;
  if (!admit(key, ticket, version, value.size())) return;
  Entry* entry = Entry::make(key, version, value);
  if (entry == nullptr) return;
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  // Under the lock: a writer marks its key first and then takes the lock to drop what is here.
  const bool is_current = mark_of(key).ticket() == ticket;
  if (!is_current || *shard.find(key) != nullptr) {
    std::free(entry);
    return;
  }
  shard.insert(entry, shard_capacity_);
}

bool RecordCache::admit(const Key& key, Ticket ticket, CommitVersion version, std::size_t value_bytes) {
  Shard& shard = shard_of(key);
  if (shard_sightings_ == 0 || key.text.size() > kMaxSightingKeyBytes ||
      shard.has_room_for(Entry::bytes_of(key.text.size(), value_bytes), shard_capacity_)) {
    return true;
  }
  std::lock_guard lock(shard.mutex);
  if (shard.saw(key)) return true;
  if (shard.sightings == nullptr) shard.sightings = std::make_unique<Sighting[]>(shard_sightings_);
  shard.sightings[key.hash / kShards % shard_sightings_].set(key, ticket, version);
  return false;
}

bool RecordCache::begin_write(const Key& key) {
  mark_of(key).begin_write();
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  Entry** link = shard.find(key);
  if (*link == nullptr) return false;
  const bool had_value = (*link)->version != 0;
  shard.remove(link);
  return had_value;
}

void RecordCache::end_write(const Key& key) { mark_of(key).end_write(); }

void RecordCache::end_write(const Key& key, CommitVersion version, std::string_view value) {
  Entry* entry = value.size() <= kMaxRecordBytes ? Entry::make(key, version, value) : nullptr;
  if (entry != nullptr) {
    Shard& shard = shard_of(key);
    std::lock_guard lock(shard.mutex);
    Entry** link = shard.find(key);  // a key that stands twice in a batch
    if (*link != nullptr) shard.remove(link);
    shard.insert(entry, shard_capacity_);
  }
  end_write(key);
}

RecordCache::Usage RecordCache::usage() const {
  Usage usage;
  usage.capacity = shard_capacity_ * kShards;
  for (Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    usage.hits += shard.hits;
    usage.misses += shard.misses;
    usage.bytes += shard.bytes.load(std::memory_order_relaxed);
  }
  return usage;
}

bool RecordCache::has_room_for(const Key& key, std::size_t value_bytes) {
  return shard_of(key).has_room_for(Entry::bytes_of(key.text.size(), value_bytes), shard_capacity_);
}

void RecordCache::clear() {
  for (WriteMark& mark : marks_) mark.change();
  for (Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    shard.remove_all();
  }
}

}  // namespace stator::storage::rocks
