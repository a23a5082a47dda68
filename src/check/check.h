// Whether a data folder is sound: its files, and what they hold against each other. Reads everything once and
// looks up what belongs to it: index entries by their items, blobs by their references. What it keeps in
// memory does not grow with the data, but for 16 bytes a blob and some 40 for each deleted item whose
// changes are still in the log.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "check/report.h"

namespace stator::check {

struct Summary {
  std::uint64_t tables = 0;
  std::uint64_t backups = 0;      // of tables
  std::uint64_t items = 0;        // of both
  std::uint64_t log_records = 0;  // of changes: in streams and histories
  std::uint64_t blobs = 0;
};

// Of a folder that nobody uses; holds its lock meanwhile and changes nothing. What is wrong goes to the
// report. The error is one line: there is nothing to check (no data folder, in use, of a newer format).
base::Result<Summary, std::string> check_folder(const std::string& folder, Report& report);

}  // namespace stator::check
