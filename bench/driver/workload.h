// What one connection asks for: the requests of a workload one after the other, and whether an answer is
// right.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "driver/item_text.h"
#include "driver/random.h"
#include "driver/zipf.h"

namespace stator::bench {

constexpr std::string_view kTable = "bench";              // read and updated; loaded before
constexpr std::string_view kWriteTable = "benchw";        // written to
constexpr std::string_view kLargeTable = "benchlarge";    // of 4 KB items; loaded before
constexpr std::string_view kStreamTable = "benchstream";  // written to by put_stream
constexpr std::string_view kExpiringTable = "benchttl";   // of load_expiring
constexpr std::uint64_t kBatchWriteItems = 25;

// What the connections of a run share.
struct Dataset {
  std::uint64_t items = 100'000;  // in kTable; at least 100 and a multiple of 100
  std::uint64_t hot_items = 0;    // requests name only so many, evenly apart; 0: all; a divisor of items
  std::uint64_t write_keys = 1'000'000;  // from which writes pick
  std::int64_t expires_at = 0;           // Unix seconds; for load_expiring
  ItemText text;
  // Of the next item that is put. A run begins with the time of day, so that it rewrites nothing as it is.
  std::uint64_t next_revision = 0;
  std::optional<Zipf> zipf;  // of the ranks of all items; made when it is needed
  // load and load_expiring: the next item to write, and the first one that is not to be.
  std::atomic<std::uint64_t> next_to_load{0};
  std::uint64_t load_end = 0;
};

struct RequestText {
  std::string_view operation;
  std::string body;
};

class Workload {
 public:
  virtual ~Workload() = default;

  // Replaces `request`. False: there is no more to do.
  virtual bool next(RequestText& request) = 0;
  // Of an answer with status 200. Looks for what a wrong answer would lack; it is no JSON parser.
  virtual bool is_right(std::string_view body) const = 0;
  // Called with each answer of status 200.
  virtual void answered(std::string_view /*body*/) {}
};

// The names that make_workload knows, each with one line for people.
struct WorkloadName {
  std::string_view name;
  std::string_view meaning;
};
std::span<const WorkloadName> workload_names();

// The workload of connection `number` of `connections` ones. Null if there is none of that name. `dataset`
// outlives it.
std::unique_ptr<Workload> make_workload(std::string_view name, Dataset& dataset, std::uint64_t seed,
                                        int number, int connections);

}  // namespace stator::bench
