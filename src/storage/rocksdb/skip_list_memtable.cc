#include "storage/rocksdb/skip_list_memtable.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include "base/keyed_hash.h"
#include "base/thread_sanitizer.h"

namespace stator::storage::rocks {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr int kMaxHeight = 12;
constexpr std::uint32_t kBranching = 4;  // one node in so many rises a level
constexpr std::size_t kFingers = 16;
constexpr std::size_t kNodeChunk = 8 << 10;  // bytes of nodes that are taken from the arena together
constexpr std::size_t kTrailerBytes = 8;     // sequence number and type, at the end of an internal key

// The next eight bytes of a key as a number in the order of the bytes; zeros where the key is shorter.
std::uint64_t take_word(std::string_view key, std::size_t at) {
  std::uint64_t word = 0;
  if (at < key.size())
    std::memcpy(&word, key.data() + at, std::min<std::size_t>(sizeof word, key.size() - at));
  return __builtin_bswap64(word);
}

// A user key and its place among the versions of that key: the newest, which has the highest trailer, first.
struct Position {
  std::uint64_t first, second;
  std::string_view user_key;
  std::uint64_t trailer;

  explicit Position(std::string_view internal_key)
      : user_key(internal_key.substr(0, internal_key.size() - kTrailerBytes)) {
    first = take_word(user_key, 0);
    second = take_word(user_key, sizeof first);
    std::memcpy(&trailer, internal_key.data() + user_key.size(), sizeof trailer);
  }
};

// The internal key at the front of a memtable entry, behind its length.
std::string_view internal_key_of(const char* entry) {
  std::uint32_t length = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*entry++);
    length |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return {entry, length};
  }
}

// Followed by its links, as many as it is high. The entry is elsewhere: nodes lie close together, so that a
// walk over many stays in the processor's cache.
struct Node {
  std::uint64_t first, second;
  char* entry;
  std::uint64_t height;

  using Link = std::atomic<Node*>;

  static std::size_t bytes(int height) { return sizeof(Node) + height * sizeof(Link); }

  Link& link(int level) { return reinterpret_cast<Link*>(this + 1)[level]; }
  const Link& link(int level) const { return reinterpret_cast<const Link*>(this + 1)[level]; }
  Node* next(int level) const { return link(level).load(std::memory_order_acquire); }

  bool is_before(const Position& position) const {
    if (first != position.first) return first < position.first;
    if (second != position.second) return second < position.second;
    const std::string_view key = internal_key_of(entry);
    const std::string_view user_key = key.substr(0, key.size() - kTrailerBytes);
    const int order = user_key.compare(position.user_key);
    if (order != 0) return order < 0;
    std::uint64_t trailer;
    std::memcpy(&trailer, key.data() + user_key.size(), sizeof trailer);
    return trailer > position.trailer;
  }
};
static_assert(alignof(Node) == 8 && std::atomic<Node*>::is_always_lock_free);

// Lends RocksDB's arenas, whose class is not among its public headers, by their public base: an arena is an
// allocator, and MemTableRep::Allocate asks the allocator.
class ArenaMemory final : public rocksdb::MemTableRep {
 public:
  explicit ArenaMemory(rocksdb::Arena* arena) : MemTableRep(reinterpret_cast<rocksdb::Allocator*>(arena)) {}

  char* allocate_aligned(std::size_t bytes) {
    char* memory = nullptr;
    Allocate(bytes + alignof(std::max_align_t), &memory);
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    return memory + (-at & (alignof(std::max_align_t) - 1));
  }

  void Insert(rocksdb::KeyHandle) override {}
  bool Contains(const char*) const override { return false; }
  std::size_t ApproximateMemoryUsage() override { return 0; }
  Iterator* GetIterator(rocksdb::Arena*) override { return nullptr; }
};

class SkipListMemtable final : public rocksdb::MemTableRep {
 public:
  SkipListMemtable(rocksdb::Allocator* allocator, KeyKinds kinds) : MemTableRep(allocator), kinds_(kinds) {
    head_ = allocate_node(kMaxHeight);
    for (int level = 0; level < kMaxHeight; ++level) new (&head_->link(level)) Node::Link(nullptr);
  }

  // RocksDB counts who uses a memtable: the last reader is gone, and then the arena goes.
  ~SkipListMemtable() override { base::acquired(this); }

  // RocksDB writes the entry into `buffer` and then calls Insert.
  rocksdb::KeyHandle Allocate(std::size_t bytes, char** buffer) override {
    Node* node = allocate_node(draw_height());
    MemTableRep::Allocate(bytes, &node->entry);
    *buffer = node->entry;
    return node;
  }

  void Insert(rocksdb::KeyHandle handle) override {
    auto* node = static_cast<Node*>(handle);
    const Position position(internal_key_of(node->entry));
    node->first = position.first;
    node->second = position.second;
    const int height = static_cast<int>(node->height);
    if (height > height_.load(std::memory_order_relaxed)) height_.store(height, std::memory_order_relaxed);

    Predecessors own;
    Predecessors& before = find_predecessors(position, own);
    for (int level = 0; level < height; ++level) {
      new (&node->link(level)) Node::Link(before[level]->link(level).load(std::memory_order_relaxed));
      before[level]->link(level).store(node, std::memory_order_release);
    }
  }

  bool Contains(const char* entry) const override {
    const std::string_view key = internal_key_of(entry);
    const Node* found = find(Position(key));
    return found != nullptr && internal_key_of(found->entry) == key;
  }

  std::size_t ApproximateMemoryUsage() override { return 0; }  // all of it is the arena's

  Iterator* GetIterator(rocksdb::Arena* arena) override {
    if (arena == nullptr) return new Cursor(*this);
    return new (ArenaMemory(arena).allocate_aligned(sizeof(LentCursor))) LentCursor(*this);
  }

  // Without an arena only MemTableRep::Get asks for one, for the time of a call; LookupKey, which we would
  // need to do better, is not among the public headers.
  Iterator* GetDynamicPrefixIterator(rocksdb::Arena* arena) override {
    if (arena != nullptr) return GetIterator(arena);
    alignas(LentCursor) thread_local char memory[sizeof(LentCursor)];
    return new (memory) LentCursor(*this);
  }

 private:
  using Predecessors = std::array<Node*, kMaxHeight>;  // per level

  class Cursor : public Iterator {
   public:
    explicit Cursor(const SkipListMemtable& list) : list_(list) {}
    ~Cursor() override { base::released(&list_); }

    bool Valid() const override { return at_ != nullptr; }
    const char* key() const override { return at_->entry; }
    void Next() override { at_ = at_->next(0); }
    void Prev() override { at_ = list_.find_before(Position(internal_key_of(at_->entry))); }
    void Seek(const rocksdb::Slice& internal_key, const char*) override {
      at_ = list_.find(Position({internal_key.data(), internal_key.size()}));
    }
    void SeekForPrev(const rocksdb::Slice& internal_key, const char*) override {
      const std::string_view key(internal_key.data(), internal_key.size());
      at_ = list_.find(Position(key));
      if (at_ == nullptr || internal_key_of(at_->entry) != key) at_ = list_.find_before(Position(key));
    }
    void SeekToFirst() override { at_ = list_.head_->next(0); }
    void SeekToLast() override { at_ = list_.last(); }

   private:
    const SkipListMemtable& list_;
    const Node* at_ = nullptr;
  };

  // One whose memory is somebody else's, whether RocksDB only destroys it or deletes it.
  class LentCursor final : public Cursor {
   public:
    using Cursor::Cursor;
    static void* operator new(std::size_t, void* memory) { return memory; }
    static void operator delete(void*) {}
    static void operator delete(void*, void*) {}
  };

  // Where a rewritten key, or one of some growing keys, was inserted last. Nodes never go, so its
  // predecessors still are some of that key and of all larger ones, if no longer the nearest. A newer version
  // of a key sorts right before the older ones.
  struct Finger {
    std::string_view user_key;
    Predecessors before;
  };
  using Fingers = std::array<Finger, kFingers>;

  Node* allocate_node(int height) {
    const std::size_t bytes = Node::bytes(height);
    if (chunk_left_ < bytes) take_chunk();
    chunk_left_ -= bytes;
    return new (std::exchange(chunk_, chunk_ + bytes))
        Node{0, 0, nullptr, static_cast<std::uint64_t>(height)};
  }

  void take_chunk() {
    MemTableRep::Allocate(kNodeChunk, &chunk_);
    const std::size_t skipped = -reinterpret_cast<std::uintptr_t>(chunk_) & (alignof(Node) - 1);
    chunk_ += skipped;
    chunk_left_ = kNodeChunk - skipped;
  }

  int draw_height() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    static_assert(kBranching == 4);
    return std::min(kMaxHeight, 1 + std::countr_zero(random_ | 1ULL << 62) / 2);
  }

  // The last node before the position on `level`, from a node that is before it.
  Node* walk(Node* from, int level, const Position& position) const {
    for (Node* next = from->next(level);; next = from->next(level)) {
      if (level > 0) __builtin_prefetch(from->next(level - 1));  // which is next where this one is too far
      if (next == nullptr || !next->is_before(position)) return from;
      from = next;
    }
  }

  Predecessors& find_predecessors(const Position& position, Predecessors& own) {
    const std::string_view key = position.user_key;
    if (key.starts_with(kinds_.rewritten)) {
      Finger& finger = finger_of(rewritten_, key);
      return search_from(finger, finger.user_key == key, position);
    }
    if (key.starts_with(kinds_.growing)) {
      const std::string_view prefix = key.substr(0, kinds_.growing_prefix);
      Finger& finger = finger_of(growing_, prefix);
      return search_from(finger, finger.user_key.starts_with(prefix) && finger.user_key < key, position);
    }
    search(position, own);
    return own;
  }

  void search(const Position& position, Predecessors& before) {
    Node* at = head_;
    const int height = height_.load(std::memory_order_relaxed);
    for (int level = kMaxHeight - 1; level >= height; --level) before[level] = head_;
    for (int level = height - 1; level >= 0; --level) before[level] = at = walk(at, level, position);
  }

  static Finger& finger_of(Fingers& fingers, std::string_view keys) {
    return fingers[base::keyed_hash(keys) % kFingers];
  }

  Predecessors& search_from(Finger& finger, bool is_before, const Position& position) {
    if (!is_before) {
      search(position, finger.before);
    } else {
      for (int level = height_.load(std::memory_order_relaxed) - 1; level >= 0; --level)
        finger.before[level] = walk(finger.before[level], level, position);
    }
    finger.user_key = position.user_key;  // of the new node: it stays where it is
    return finger.before;
  }

  // The last node before the position; nullptr: none.
  const Node* find_before(const Position& position) const {
    Node* at = head_;
    for (int level = height_.load(std::memory_order_relaxed) - 1; level >= 0; --level)
      at = walk(at, level, position);
    return at == head_ ? nullptr : at;
  }

  // The first node that is not before the position; nullptr: none. It is the one that the walk stopped at: by
  // now a newer node may stand between, which is before the position.
  const Node* find(const Position& position) const {
    const Node* at = head_;
    const Node* next = nullptr;
    for (int level = height_.load(std::memory_order_relaxed) - 1; level >= 0; --level) {
      for (next = at->next(level); next != nullptr && next->is_before(position); next = at->next(level))
        at = next;
    }
    return next;
  }

  const Node* last() const {
    Node* at = head_;
    for (int level = height_.load(std::memory_order_relaxed) - 1; level >= 0; --level)
      for (Node* next = at->next(level); next != nullptr; next = at->next(level)) at = next;
    return at == head_ ? nullptr : at;
  }

  const KeyKinds kinds_;
  char* chunk_ = nullptr;  // where the next node goes
  std::size_t chunk_left_ = 0;
  Node* head_;
  std::atomic<int> height_ = 1;  // levels in use; a reader that sees an old one only starts lower
  std::uint64_t random_ = 0x9e3779b97f4a7c15ULL;
  Fingers rewritten_{};
  Fingers growing_{};
};

class Factory final : public rocksdb::MemTableRepFactory {
 public:
  explicit Factory(KeyKinds kinds) : kinds_(kinds) {}

  using MemTableRepFactory::CreateMemTableRep;
  rocksdb::MemTableRep* CreateMemTableRep(const rocksdb::MemTableRep::KeyComparator&,
                                          rocksdb::Allocator* allocator, const rocksdb::SliceTransform*,
                                          rocksdb::Logger*) override {
    return new SkipListMemtable(allocator, kinds_);
  }
  const char* Name() const override { return "StatorSkipList"; }

 private:
  const KeyKinds kinds_;
};

}  // namespace

std::shared_ptr<rocksdb::MemTableRepFactory> skip_list_memtable(KeyKinds kinds) {
  return std::make_shared<Factory>(kinds);
}

}  // namespace stator::storage::rocks
