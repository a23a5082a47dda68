#include "functions/trigger_delivery.h"

#include <gtest/gtest.h>

namespace stator::functions {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::vector<TriggerEvent> events_of(std::initializer_list<std::int64_t> times) {
  std::vector<TriggerEvent> events;
  for (const std::int64_t time : times) {
    TriggerEvent event;
    event.sequence = events.size() + 1;
    event.created_micros = time;
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<std::uint64_t> sequences(const std::vector<TriggerEvent>& events) {
  std::vector<std::uint64_t> out;
  for (const TriggerEvent& event : events) out.push_back(event.sequence);
  return out;
}

TEST(TakeExpired, TakesWhatIsOlderThanAllowed) {
  const std::int64_t now = 1000 * kSecond;
  auto events = events_of({now - 61 * kSecond, now - 60 * kSecond - 1, now - 60 * kSecond, now});
  EXPECT_EQ(sequences(take_expired(60, now, &events)), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(sequences(events), (std::vector<std::uint64_t>{3, 4}));
}

TEST(TakeExpired, ForEverIsNoAge) {
  auto events = events_of({0, 1});
  EXPECT_TRUE(take_expired(kForEver, 1000 * kSecond, &events).empty());
  EXPECT_EQ(events.size(), 2u);
}

}  // namespace
}  // namespace stator::functions
