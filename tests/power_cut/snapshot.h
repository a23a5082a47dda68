// What a database holds, read past all its caches, and the rules that always hold for it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "power_cut/database_on_disk.h"

namespace stator::power_cut {

struct LogEntry {
  std::uint64_t sequence = 0;
  std::string bytes;
  Plain key;
  std::optional<Plain> before, after;
};

struct TableContent {
  std::map<Plain, Plain> items;  // by key
  std::uint64_t log_group = 0;
  std::vector<LogEntry> log;  // by sequence number
};

struct Snapshot {
  std::map<std::string, TableContent> tables;
  storage::CommitVersion newest = 0;  // of all versions and sequence numbers
};

// The key of an item.
Plain key_of(const Plain& item);

// Waits until index builds and removals are through, reads everything, and expects that
//  - every index holds what its table says, and counters count it;
//  - the log of a table replays to the table, every record fits the one before it, no sequence number comes
//  twice;
//  - nothing is left of tables that are gone.
Snapshot read_and_check(DatabaseOnDisk& database);

// `later` has all log records of `earlier`, as they were, where the stream is still the same.
void expect_log_continues(const Snapshot& earlier, const Snapshot& later);

}  // namespace stator::power_cut
