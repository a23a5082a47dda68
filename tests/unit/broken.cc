// A program with the mistakes that sanitizers are there to find: the tests make sure that they do, and that
// it is reported. Usage: stator_broken use-after-free|leak|overflow|race|race-of-rocksdb-types
#include <climits>
#include <memory>
#include <string_view>
#include <thread>

namespace {

volatile int sink = 0;

void use_after_free() {
  auto value = std::make_unique<int>(1);
  int* const pointer = value.get();
  value.reset();
  sink = *pointer;
}

void leak() {
  for (int i = 0; i < 100; ++i) sink = *new int(i);
}

void overflow() {
  volatile int value = INT_MAX;
  sink = value + 1;
}

void race() {
  int value = 0;
  std::thread other([&value] {
    for (int i = 0; i < 1000; ++i) sink = ++value;
  });
  for (int i = 0; i < 1000; ++i) ++value;
  other.join();
}

}  // namespace

// A function of ours whose name, as reports show it, has RocksDB's.
namespace rocksdb {
struct Status {
  int code = 1;
};
}  // namespace rocksdb

__attribute__((noinline)) void add(const rocksdb::Status& status, int* sum) { *sum += status.code; }

namespace {

void race_of_rocksdb_types() {
  int sum = 0;
  std::thread other([&sum] {
    for (int i = 0; i < 1000; ++i) add({}, &sum);
  });
  for (int i = 0; i < 1000; ++i) add({}, &sum);
  other.join();
  sink = sum;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mistake = argc == 2 ? argv[1] : "";
  if (mistake == "use-after-free") use_after_free();
  if (mistake == "leak") leak();
  if (mistake == "overflow") overflow();
  if (mistake == "race") race();
  if (mistake == "race-of-rocksdb-types") race_of_rocksdb_types();
  return 0;
}
