// What RocksDB's list of files (MANIFEST) says about how much of the log is in table files.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <optional>
#include <string>

#include "storage/engine.h"

namespace stator::storage::rocks {

struct Flushed {
  std::uint64_t first_needed_log = 0;  // all of the logs with lower numbers is in tables
  std::uint64_t last_sequence = 0;     // all writes up to it are in tables, none of the later ones
};

// `database`: the folder with RocksDB's files, which nobody writes. Nothing where the list is missing or has
// what is not known here: whether it is sound, RocksDB says. Errors: kIo.
Result<std::optional<Flushed>> read_flushed(rocksdb::Env& env, const std::string& database);

// The same of the list's records, one after the other.
class FlushedReader {
 public:
  // False: of unknown form.
  bool add(std::string_view record);
  Flushed flushed() const { return flushed_; }

 private:
  Flushed flushed_;
};

}  // namespace stator::storage::rocks
