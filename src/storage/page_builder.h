// Fills a ScanPage: copies keys and values into a few large chunks. For engines.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/engine.h"

namespace stator::storage {

class PageBuilder {
 public:
  explicit PageBuilder(ScanLimits limits) : limits_(limits) {}

  bool empty() const { return entries_.empty(); }

  // True once the page may take no further entry. The first entry always fits.
  bool full() const {
    return !entries_.empty() && (bytes_ >= limits_.max_bytes || entries_.size() >= limits_.max_entries);
  }

  void add(std::string_view key, std::string_view value, CommitVersion version) {
    if (entries_.empty()) entries_.reserve(std::min(limits_.max_entries, kFirstEntries));
    char* at = reserve(key.size() + value.size());
    std::memcpy(at, key.data(), key.size());
    std::memcpy(at + key.size(), value.data(), value.size());
    entries_.push_back({{at, key.size()}, {at + key.size(), value.size()}, version});
    bytes_ += key.size() + value.size();
  }

  // `more`: the range goes on behind the last entry.
  ScanPage finish(KeyRange range, Direction direction, bool more) {
    std::optional<KeyRange> rest;
    if (more) {
      const std::string_view last = entries_.back().key;
      if (direction == Direction::kForward) {
        range.begin.assign(last).push_back('\0');
      } else {
        range.end.assign(last);
      }
      rest = std::move(range);
    }
    return ScanPage(std::move(chunks_), std::move(entries_), std::move(rest));
  }

 private:
  static constexpr std::size_t kFirstEntries = 32;
  static constexpr std::size_t kFirstChunk = 4 << 10;
  static constexpr std::size_t kLargestChunk = 256 << 10;

  char* reserve(std::size_t size) {
    if (size > left_) {
      // No larger than what may still come: many pages are held at a time.
      next_chunk_ = std::min(next_chunk_ * 2, kLargestChunk);
      left_ = std::max(size, std::min(next_chunk_, limits_.max_bytes - std::min(bytes_, limits_.max_bytes)));
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      free_ = chunks_.back().get();
    }
    char* at = free_;
    free_ += size;
    left_ -= size;
    return at;
  }

  ScanLimits limits_;
  std::size_t bytes_ = 0;
  std::size_t next_chunk_ = kFirstChunk / 2;
  std::size_t left_ = 0;
  char* free_ = nullptr;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<ScanPage::Entry> entries_;
};

}  // namespace stator::storage
