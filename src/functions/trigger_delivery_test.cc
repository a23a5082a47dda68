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

std::vector<TriggerEvent> events_of_bytes(std::initializer_list<std::size_t> sizes) {
  std::vector<TriggerEvent> events;
  for (const std::size_t size : sizes) events.emplace_back().json.assign(size, 'x');
  return events;
}

TEST(BatchLength, AsManyRecordsAsAreAllowed) {
  const auto events = events_of_bytes({10, 10, 10});
  EXPECT_EQ(batch_length(events, 2, 0), 2u);
  EXPECT_EQ(batch_length(events, 3, 0), 3u);
  EXPECT_EQ(batch_length(events, 4, 0), 3u);
}

TEST(BatchLength, AsManyAsFitIntoAPayload) {
  constexpr std::size_t kRoom = kMaxRequestBytes - kMaxEnvelopeBytes;
  EXPECT_EQ(batch_length(events_of_bytes({1000, kRoom - 1002, 1}), 3, 0), 2u);
  EXPECT_EQ(batch_length(events_of_bytes({1000, kRoom - 1001, 1}), 3, 0), 1u);
  EXPECT_EQ(batch_length(events_of_bytes({1000, kRoom - 1002 - 500, 1}), 3, 500), 2u);
  EXPECT_EQ(batch_length(events_of_bytes({1000, kRoom - 1001 - 500, 1}), 3, 500), 1u);
  EXPECT_EQ(batch_length(events_of_bytes({kMaxRequestBytes + 1, 1}), 3, 0), 1u) << "one record goes anyhow";
}

}  // namespace
}  // namespace stator::functions
