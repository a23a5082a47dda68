// Fills a ScanPage: copies keys and values into a few large chunks. For engines.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
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
  bool full() const { return !entries_.empty() && is_full(entries_.size(), bytes_); }

  void add(std::string_view key, std::string_view value, CommitVersion version) {
    if (entries_.empty()) entries_.reserve(std::min(limits_.max_entries, kFirstEntries));
    char* at = reserve(key.size() + value.size());
    std::memcpy(at, key.data(), key.size());
    std::memcpy(at + key.size(), value.data(), value.size());
    entries_.push_back({{at, key.size()}, {at + key.size(), value.size()}, version});
    bytes_ += key.size() + value.size();
  }

  // How many of these an empty page takes, from the side that the direction begins at.
  std::size_t count_fitting(std::span<const ScanPage::Entry> row, Direction direction) const {
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < row.size() && (count == 0 || !is_full(count, bytes))) {
      const ScanPage::Entry& entry =
          direction == Direction::kForward ? row[count] : row[row.size() - 1 - count];
      bytes += entry.key.size() + entry.value.size();
      ++count;
    }
    return count;
  }

  // Entries that lie in a row in memory, each value right behind its key: copied at once.
  void add_row(std::span<const ScanPage::Entry> row, Direction direction) {
    if (row.empty()) return;
    const char* begin = row.front().key.data();
    const std::string_view last = row.back().value;
    const std::size_t size = last.data() + last.size() - begin;
    char* at = reserve(size);
    std::memcpy(at, begin, size);
    entries_.reserve(entries_.size() + row.size());
    const auto add_copied = [&](const ScanPage::Entry& entry) {
      const auto copied = [&](std::string_view text) {
        return std::string_view(at + (text.data() - begin), text.size());
      };
      entries_.push_back({copied(entry.key), copied(entry.value), entry.version});
    };
    if (direction == Direction::kForward) {
      std::for_each(row.begin(), row.end(), add_copied);
    } else {
      std::for_each(row.rbegin(), row.rend(), add_copied);
    }
    bytes_ += size;
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

  bool is_full(std::size_t entries, std::size_t bytes) const {
    return bytes >= limits_.max_bytes || entries >= limits_.max_entries;
  }

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
