// Durable writes and point reads without a server: Debian's RocksDB, used as a program would that links it.
// Each client is a thread that calls Put or Get and waits; RocksDB makes one synced write of what all of them
// wait for (group commit). There is no network, no HTTP, no JSON, no condition and no item read before a
// write, so this is what the storage under a server could do at most, not what a server could. Prints the
// driver's line of JSON.
#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "driver/item_text.h"
#include "driver/load.h"
#include "driver/process_stats.h"
#include "driver/result_json.h"

namespace {

using namespace stator::bench;

constexpr std::size_t kValueBytes = 1000;  // with its key an item of 1 KB
constexpr std::size_t kValues = 64;        // different ones
constexpr std::uint64_t kLoadedAtOnce = 1000;
constexpr std::size_t kMiB = 1 << 20;
constexpr double kBloomBitsPerKey = 10;

struct Options {
  std::string folder, workload;
  int clients = 64;
  double warm_up_seconds = 0, seconds = 1;
  std::uint64_t keys = 300'000, seed = 1;
  std::size_t memory_mib = 256;
  bool relaxed = false;
  int cpu = -1;
};

// RocksDB's defaults, but for what everybody sets: a cache as large as the server's memory, bloom filters,
// LZ4.
rocksdb::Options database_options(const Options& options) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.memory_mib * kMiB);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  rocksdb::Options database;
  database.create_if_missing = true;
  database.compression = rocksdb::kLZ4Compression;
  database.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return database;
}

std::string key_of(std::uint64_t number) {
  std::string key = "part#";
  append_digits(key, number / kItemsPerPartition, 5);
  key += "item#";
  append_digits(key, number, 8);
  return key;
}

std::vector<std::string> make_values() {
  Random random(7);
  std::vector<std::string> values(kValues, std::string(kValueBytes, ' '));
  for (std::string& value : values) {
    for (char& character : value) character = static_cast<char>('a' + random.below(26));
  }
  return values;
}

rocksdb::Status load(rocksdb::DB& database, const Options& options, const std::vector<std::string>& values) {
  std::string found;
  if (database.Get({}, key_of(options.keys - 1), &found).ok()) return rocksdb::Status::OK();
  for (std::uint64_t key = 0; key < options.keys;) {
    rocksdb::WriteBatch batch;
    for (std::uint64_t i = 0; i < kLoadedAtOnce && key < options.keys; ++i, ++key) {
      batch.Put(key_of(key), values[key % kValues]).PermitUncheckedError();
    }
    if (rocksdb::Status status = database.Write({}, &batch); !status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

enum class Phase { kWarmUp, kMeasured, kEnded };

// One thread's requests, one after the other.
void run_client(rocksdb::DB& database, const Options& options, const std::vector<std::string>& values,
                std::uint64_t number, const std::atomic<Phase>& phase, GroupResult& result) {
  Random random(Random(options.seed * 100'003 + number).next());
  rocksdb::WriteOptions write;
  write.sync = !options.relaxed;
  std::string read;
  std::int64_t before = monotonic_ns();
  for (Phase now; (now = phase.load(std::memory_order_relaxed)) != Phase::kEnded;) {
    const std::string key = key_of(random.below(options.keys));
    const rocksdb::Status status = options.workload == "get"
                                       ? database.Get({}, key, &read)
                                       : database.Put(write, key, values[random.below(kValues)]);
    const std::int64_t after = monotonic_ns();
    if (!status.ok()) {
      ++result.errors;
      result.first_problem = status.ToString();
    } else {
      ++result.answered_ok;
      if (now == Phase::kMeasured) result.latency.add(after - before);
    }
    before = after;
  }
}

void wait_for(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

LoadResult measure(rocksdb::DB& database, const Options& options, const std::vector<std::string>& values) {
  std::atomic<Phase> phase{Phase::kWarmUp};
  std::vector<GroupResult> results(static_cast<std::size_t>(options.clients));
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < results.size(); ++i) {
    clients.emplace_back([&, i] { run_client(database, options, values, i, phase, results[i]); });
  }
  wait_for(options.warm_up_seconds);
  LoadResult result;
  const std::int64_t begin = monotonic_ns(), own_begin = own_cpu_ns(), machine_begin = machine_cpu_ns();
  phase = Phase::kMeasured;
  wait_for(options.seconds);
  phase = Phase::kEnded;
  result.seconds = static_cast<double>(monotonic_ns() - begin) / 1e9;
  result.server_cpu_ns = own_cpu_ns() - own_begin;
  result.machine_cpu_ns = machine_cpu_ns() - machine_begin;
  for (std::thread& client : clients) client.join();
  GroupResult& group = result.groups.emplace_back();
  group.options = GroupOptions{options.workload, options.clients};
  for (const GroupResult& each : results) {
    group.latency.add(each.latency);
    group.answered_ok += each.answered_ok;
    group.errors += each.errors;
    if (group.first_problem.empty()) group.first_problem = each.first_problem;
  }
  result.resident_after = resident_bytes(::getpid());
  return result;
}

int fail(const std::string& message) {
  fmt::print(stderr, "stator_bench_floor: {}\n", message);
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Puts and gets of items of 1 KB by RocksDB alone, with group commit.");
  Options options;
  app.add_option("--folder", options.folder, "of the database; made if it is not there, and loaded for gets")
      ->required();
  app.add_option("--workload", options.workload)->required()->check(CLI::IsMember({"put", "get"}));
  app.add_option("--clients", options.clients, "threads")->check(CLI::Range(1, 1024));
  app.add_option("--keys", options.keys, "from which requests pick")->check(CLI::Range(1, 100'000'000));
  app.add_option("--warm-up", options.warm_up_seconds);
  app.add_option("--seconds", options.seconds);
  app.add_option("--memory", options.memory_mib, "of the block cache, in MiB");
  app.add_flag("--relaxed", options.relaxed, "writes are not synced");
  app.add_option("--seed", options.seed);
  app.add_option("--cpu", options.cpu, "all threads stay on this CPU");
  CLI11_PARSE(app, argc, argv);
  if (options.cpu >= 0 && !stay_on_cpu(options.cpu)) return fail("cannot stay on this CPU");

  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(database_options(options), options.folder, &opened);
  if (!status.ok()) return fail(status.ToString());
  const std::unique_ptr<rocksdb::DB> database(opened);
  const std::vector<std::string> values = make_values();
  if (options.workload == "get") {
    if (const rocksdb::Status loaded = load(*database, options, values); !loaded.ok()) {
      return fail(loaded.ToString());
    }
  }
  fmt::print("{}\n", result_json(measure(*database, options, values)));
  return EXIT_SUCCESS;
}
