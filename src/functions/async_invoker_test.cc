#include "functions/async_invoker.h"

#include <thread>

#include "functions/code_store.h"
#include "functions/invoker_fixture.h"

namespace stator::functions {
namespace {

using base::block_on;

const Scope kScope{"000000000000", "us-east-1"};

// The loop in the background runs from go_on() on.
class AsyncInvokerTest : public InvokerFixture {
 protected:
  ~AsyncInvokerTest() override {
    go_on();
    block_on(invoker_.stop());
    block_on(async_invoker_.stop());
    background_.stop();
    thread_.join();
  }
  void go_on() {
    if (!thread_.joinable()) thread_ = std::thread([this] { background_.run(); });
  }
  // It never gets to run.
  void make_function(const std::string& name) {
    Function function;
    function.scope = kScope;
    function.name = name;
    function.reserved_concurrency = 0;
    ASSERT_TRUE(block_on(registry_.create(function, "zip")).ok());
  }
  void invoke(const std::string& name, std::string payload = "{}") {
    ASSERT_TRUE(block_on(async_invoker_.invoke(kScope, name, {std::move(payload)})).ok());
  }
  std::vector<EventTurn> turns() { return *block_on(events_.due(0, INT64_MAX - 1, 100)); }
  void wait_until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

 private:
  std::thread thread_;
};

// Else clients that go on invoking would keep a server that stops running.
TEST_F(AsyncInvokerTest, AnEventOfAServerThatStopsWaitsForTheNextOne) {
  block_on(invoker_.stop());
  invoke("function");
  go_on();
  block_on(async_invoker_.stop());
  EXPECT_EQ(queued(), "function: {}\n");
}

TEST_F(AsyncInvokerTest, TheEventsOfAFunctionThatIsGoneGo) {
  const QueuedEvent earlier{"id", kScope, "gone", "", "{}", "", 5};
  ASSERT_TRUE(block_on(events_.add(earlier)).ok());
  go_on();
  async_invoker_.start();
  invoke("gone");
  wait_until([this] { return turns().empty(); });
  EXPECT_FALSE(*block_on(events_.find(first_turn(earlier))));
}

TEST_F(AsyncInvokerTest, WhatCannotBeCalledWaitsLongerEachTime) {
  make_function("busy");
  const std::int64_t before = clock_.unix_millis();
  QueuedEvent event{"id", kScope, "busy", "", "{}", "", before};
  ASSERT_TRUE(block_on(events_.add(event)).ok());
  EventTurn turn = first_turn(event);
  EventTurn third = turn;
  third.refusals = 2;
  third.due_millis = before + 1;
  ASSERT_TRUE(block_on(events_.postpone(turn, third)).ok());
  go_on();
  async_invoker_.start();
  wait_until([this] { return turns().front().refusals == 3; });
  EXPECT_GE(turns().front().due_millis, before + 4000);
  EXPECT_EQ(turns().front().failures + turns().front().invocations, 0);
}

// Of older versions, too.
TEST_F(AsyncInvokerTest, WhatIsOlderThanItMayBeIsGivenUp) {
  make_function("busy");
  const QueuedEvent old{"old", kScope, "busy", "", "{}", "", clock_.unix_millis() - 6 * 3600 * 1000};
  ASSERT_TRUE(block_on(events_.add(old)).ok());
  const QueuedEvent young{"young", kScope, "busy", "", "{}", "", clock_.unix_millis() - 5 * 3600 * 1000};
  ASSERT_TRUE(block_on(events_.add(young)).ok());
  go_on();
  async_invoker_.start();
  wait_until([this] { return turns().size() == 1; });
  EXPECT_EQ(turns().front().id, "young");
}

// Not called: whoever waits for the outcome of an event has given it up by then.
TEST_F(AsyncInvokerTest, WhatHasWaitedForTooLongIsNotCalled) {
  make_function("busy");
  const std::int64_t limit = clock_.unix_millis() - 6 * 3600 * 1000;
  const QueuedEvent old{"old", kScope, "busy", "", "{}", "", limit - 5000};
  ASSERT_TRUE(block_on(events_.add(old)).ok());
  go_on();
  async_invoker_.start();
  wait_until([this] { return turns().empty(); });
  EXPECT_TRUE(invoker_.metrics().take_windows().empty());
}

TEST_F(AsyncInvokerTest, PayloadsOfThoseThatWaitTakeNoMemory) {
  make_function("busy");
  const std::string payload = '"' + std::string(200'000, 'x') + '"';
  for (int i = 0; i < 5; ++i) invoke("busy", payload);
  EXPECT_EQ(async_invoker_.memory_used(), payload.size() * AsyncInvoker::kMemoryPerByte);  // of one: 1 MB
  invoke("busy");  // does not overtake the others
  EXPECT_EQ(async_invoker_.memory_used(), payload.size() * AsyncInvoker::kMemoryPerByte);
  go_on();
  async_invoker_.start();
  wait_until([this] {
    const auto all = turns();
    return std::ranges::all_of(all, [](const EventTurn& turn) { return turn.refusals > 0; });
  });
  EXPECT_EQ(turns().size(), 6u);
}

TEST_F(AsyncInvokerTest, ManyAtOnce) {
  constexpr int kClients = 4, kEach = 300;
  make_function("busy");
  go_on();
  async_invoker_.start();
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back([this] {
      for (int k = 0; k < kEach; ++k)
        invoke(k % 10 == 0 ? "busy" : "gone", '"' + std::string(20'000, 'x') + '"');
    });
  for (std::thread& client : clients) client.join();
  wait_until([this] {
    const auto left = *block_on(events_.due(0, INT64_MAX - 1, kClients * kEach));
    return left.size() == kClients * kEach / 10 && async_invoker_.memory_used() == 0 &&
           std::ranges::all_of(left, [](const EventTurn& turn) { return turn.refusals > 0; });
  });
  const keyspace::KeyBuilder events = std::move(scoped_key({}).bytes("event"));
  const auto kept = block_on(records::list(engine_, keyspace::prefix_range(events.view()), SIZE_MAX));
  EXPECT_EQ(kept->size(), kClients * kEach / 10u);  // each with one turn
}

TEST_F(AsyncInvokerTest, OneAlwaysRuns) {
  make_function("busy");
  invoke("busy", '"' + std::string(1'000'000, 'x') + '"');  // three times the memory
  EXPECT_GT(async_invoker_.memory_used(), kMemory);
}

TEST_F(AsyncInvokerTest, NoMoreRunThanThereMayBeEnvironments) {
  make_function("busy");
  for (std::size_t i = 0; i < AsyncInvoker::kMaxRunning + 6; ++i) invoke("busy");
  EXPECT_EQ(async_invoker_.memory_used(), AsyncInvoker::kMaxRunning * 2 * AsyncInvoker::kMemoryPerByte);
  go_on();
  async_invoker_.start();
  wait_until([this] {
    const auto all = turns();
    return all.size() == AsyncInvoker::kMaxRunning + 6 &&
           std::ranges::all_of(all, [](const EventTurn& turn) { return turn.refusals > 0; });
  });
}

}  // namespace
}  // namespace stator::functions
