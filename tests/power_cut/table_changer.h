// One client that makes and deletes tables and indexes while others write.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "power_cut/database_on_disk.h"
#include "power_cut/snapshot.h"

namespace stator::power_cut {

// Not thread-safe: one thread at a time.
class TableChanger {
 public:
  TableChanger(std::uint64_t seed, DatabaseOnDisk& database) : random_(seed), database_(database) {}

  // Until the power is off.
  void run();
  void step();
  void check(const Snapshot& snapshot);

 private:
  enum class Known { kAbsent, kPresent, kUnknown };

  void change_index();
  void change_table();
  void write_some(const std::string& table);
  void settle(const Plain& key, const Plain& item);
  bool has_index() const;

  base::SeededRandom random_;
  DatabaseOnDisk& database_;
  Known index_ = Known::kAbsent;   // the index "x" of table "main"
  Known table_ = Known::kAbsent;   // the table "passing"
  std::map<Plain, Plain> items_;   // acknowledged in "passing"
  std::map<Plain, Plain> unsure_;  // in "passing", with unknown outcome
  std::int64_t last_value_ = 0;
};

}  // namespace stator::power_cut
