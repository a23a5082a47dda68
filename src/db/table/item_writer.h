// Puts, updates and deletes of single items: latch, read, evaluate, plan, commit (ARCHITECTURE.md, "The way
// of a PutItem"). Thread-safe.
#pragma once

#include "db/table/catalog.h"
#include "db/table/database.h"
#include "db/table/expiry.h"
#include "db/table/image_memory.h"
#include "db/table/item_latches.h"
#include "db/table/write_charge.h"
#include "db/table/write_intent.h"

namespace stator::db::table {

class ItemWriter {
 public:
  ItemWriter(storage::Engine& engine, const Catalog& catalog, ItemLatches& latches, ImageMemory& images,
             WriteCharge charge)
      : engine_(engine), catalog_(catalog), latches_(latches), images_(images), charge_(charge) {}

  // Keys and items are already checked against the schema.
  base::Task<Result<WriteOutcome>> write(TableRef table, WriteIntent intent);

  // Deletes the items of these entries of the time index that are still expired, and returns how many it
  // deleted. One that is being written is left to the next round. kThrottled: the engine is busy, some may be
  // left.
  base::Task<Result<std::uint64_t>> expire(TableRef table, std::vector<std::string> entries,
                                           ExpiryWindow window);

 private:
  // How far a write has got. Lives in its coroutine until the commit has ended.
  struct Attempt {
    storage::CommitCompletion done;
    ItemLatches::Hold hold;
    ImageMemory::Lease images;  // of a large item
    bool submitted = false;
    WriteOutcome outcome;
    std::optional<Error>
        refused;  // the condition did not hold: what to answer once what it depends on is durable
  };
  // What the latch or storage says the item is now.
  struct Before {
    storage::CommitVersion version = 0;
    std::optional<model::ItemView> item;
    // One of them has its bytes, neither moves when this does.
    std::shared_ptr<const std::string> pending;
    std::unique_ptr<std::string> read;

    // Ends `item`.
    std::optional<std::string> take_bytes();
    bool durable = true;
  };
  enum class Step { kDone, kRetry };

  // Latch, read, evaluate, plan and submit. An error ends the write; with ok, finish() waits for the outcome.
  // `key`: item_key().
  base::Task<Result<base::Ok>> start(TableRef table, WriteIntent intent, std::string key, Attempt* attempt);
  base::Task<Result<Step>> finish(Attempt* attempt);
  base::Task<Result<WriteOutcome>> retry(TableRef table, WriteIntent intent);

  base::Task<Result<bool>> start_expiry(TableRef table, const std::string& entry, ExpiryWindow window,
                                        Attempt* attempt);
  base::Task<Result<Before>> read_before(std::string_view key, Attempt* attempt);
  // Counts a large record; where there was no room for it, it was given back and is read again.
  base::Task<storage::Result<base::Ok>> count_record(std::string_view key, storage::Record* record,
                                                     ImageMemory::Lease* lease);
  Result<base::Ok> submit(storage::Commit commit, Attempt* attempt, std::shared_ptr<const std::string> image,
                          bool changes);

  storage::Engine& engine_;
  const Catalog& catalog_;
  ItemLatches& latches_;
  ImageMemory& images_;
  WriteCharge charge_;
};

}  // namespace stator::db::table
