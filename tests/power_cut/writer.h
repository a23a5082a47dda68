// One client that writes, and what it knows of the items that only it writes: as the acknowledgements say.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "power_cut/database_on_disk.h"
#include "power_cut/snapshot.h"

namespace stator::power_cut {

using ItemName = std::pair<std::string, Plain>;  // table and key

// What all writers add to, move and see.
struct Shared {
  static constexpr int kCounters = 3;
  static constexpr int kAccounts = 6;
  static constexpr std::int64_t kAmount = 100;

  struct Counter {
    std::atomic<std::int64_t> acknowledged = 0;
    std::atomic<std::int64_t> unknown = 0;
  };
  Counter counters[kCounters];

  static PlainWrite account(int index);
  // Makes the accounts and the counters. Needs a disk without faults.
  static void make(DatabaseOnDisk& database);
  // Against what is there; takes it as the new truth.
  void check(const Snapshot& snapshot);
};

// Not thread-safe: one thread at a time.
class Writer {
 public:
  Writer(int number, std::uint64_t seed, DatabaseOnDisk& database, Shared& shared);

  // Writes until the power is off.
  void run();
  // One call of some kind.
  void step();

  // After the power came back: what was acknowledged is there, what was not is there whole or not at all.
  void check(const Snapshot& snapshot);

  // For another thread: an item that the writer has.
  Plain some_key(base::Random& random) const;

 private:
  using Items = std::map<ItemName, Plain>;

  PlainWrite put_of(ItemName name);
  PlainWrite some_write(const ItemName& name);
  ItemName some_name();
  std::vector<ItemName> some_names(std::size_t count, bool one_table);

  void write_one(const PlainWrite& write);
  void write_refused();
  void write_batch();
  void write_together();
  void add_to_counter();
  void move_amount();

  // The outcome is not known: waits until it is, and asks.
  void settle(const std::vector<PlainWrite>& writes, bool all_or_nothing);
  void take_over(const std::vector<PlainWrite>& writes, const std::map<ItemName, std::optional<Plain>>& found,
                 bool all_or_nothing);
  std::optional<Plain> known(const ItemName& name) const;
  std::optional<Plain> after(const PlainWrite& write) const;
  void apply(const PlainWrite& write);

  const std::string partition_;
  base::SeededRandom random_;
  DatabaseOnDisk& database_;
  Shared& shared_;
  std::int64_t last_value_ = 0;  // "v" of the items, always growing
  Items items_;

  struct Pending {
    std::vector<PlainWrite> writes;
    bool all_or_nothing = false;
  };
  std::optional<Pending> pending_;  // the power went before its outcome was known
};

// Reads what the writers write. What it saw, a power cut must not take back.
class Reader {
 public:
  Reader(std::uint64_t seed, DatabaseOnDisk& database, const std::vector<std::unique_ptr<Writer>>& writers)
      : random_(seed), database_(database), writers_(writers) {}

  void run();
  void check(const Snapshot& snapshot);

 private:
  base::SeededRandom random_;
  DatabaseOnDisk& database_;
  const std::vector<std::unique_ptr<Writer>>& writers_;
  std::map<ItemName, std::int64_t> seen_;  // the largest "v"
};

}  // namespace stator::power_cut
