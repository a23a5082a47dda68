// A program with the mistakes that sanitizers are there to find: the tests make sure that they do, and that
// it is reported. Usage: stator_broken use-after-free|leak|overflow|race
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

int main(int argc, char** argv) {
  const std::string_view mistake = argc == 2 ? argv[1] : "";
  if (mistake == "use-after-free") use_after_free();
  if (mistake == "leak") leak();
  if (mistake == "overflow") overflow();
  if (mistake == "race") race();
  return 0;
}
