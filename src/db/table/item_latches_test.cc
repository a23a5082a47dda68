#include "db/table/item_latches.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/block_on.h"
#include "base/thread_pool.h"

namespace stator::db::table {
namespace {

using base::Task;

std::shared_ptr<const std::string> image(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

Task<> first_writer(ItemLatches& latches, std::vector<std::string>& order, ItemLatches::Hold* kept) {
  auto hold = co_await latches.acquire("k");
  order.push_back(hold.pending() ? *hold.pending()->item : "storage");
  hold.accept({7, image("first")});
  *kept = std::move(hold);
}

Task<> next_writer(ItemLatches& latches, std::vector<std::string>& order, std::string name) {
  auto hold = co_await latches.acquire("k");
  order.push_back(hold.pending() ? *hold.pending()->item : "storage");
  hold.accept({8, image(name)});
  co_await base::yield();
  hold.settle(true);
}

TEST(ItemLatches, TheNextWriterPlansOnWhatIsInFlight) {
  ItemLatches latches;
  std::vector<std::string> order;
  base::block_on([](ItemLatches& latches, std::vector<std::string>& order) -> Task<> {
    ItemLatches::Hold first;
    auto a = first_writer(latches, order, &first);
    co_await std::move(a);
    auto b = next_writer(latches, order, "second");
    co_await std::move(b);
    first.settle(true);
    auto c = next_writer(latches, order, "third");
    co_await std::move(c);
  }(latches, order));
  EXPECT_EQ(order, (std::vector<std::string>{"storage", "first", "storage"}));
}

Task<ItemLatches::Hold> write(ItemLatches& latches, storage::CommitVersion version, std::string& planned_on) {
  auto hold = co_await latches.acquire("k");
  planned_on = hold.pending() ? *hold.pending()->item : "storage";
  hold.accept({version, image(std::to_string(version))});
  co_return hold;
}

// Else writers that come all the time would all plan on what cannot happen.
TEST(ItemLatches, NobodyPlansOnWhatWasPlannedOnAFailure) {
  ItemLatches latches;
  std::string on;
  auto first = base::block_on(write(latches, 1, on));
  auto second = base::block_on(write(latches, 2, on));
  EXPECT_EQ(on, "1");
  first.settle(false);
  auto third = base::block_on(write(latches, 3, on));
  EXPECT_EQ(on, "storage");
  second.settle(false);  // as it was to be: that is no failure of the third
  auto fourth = base::block_on(write(latches, 4, on));
  EXPECT_EQ(on, "3");
  third.settle(true);
  fourth.settle(false);
  EXPECT_FALSE(latches.busy("k"));
}

TEST(ItemLatches, ADroppedHoldPassesTheTurnOn) {
  ItemLatches latches;
  std::vector<std::string> order;
  base::block_on([](ItemLatches& latches, std::vector<std::string>& order) -> Task<> {
    {
      auto hold = co_await latches.acquire("k");
      order.push_back("refused");
    }
    auto next = next_writer(latches, order, "x");
    co_await std::move(next);
  }(latches, order));
  EXPECT_EQ(order, (std::vector<std::string>{"refused", "storage"}));
}

TEST(ItemLatches, ATransactionNeverWaits) {
  ItemLatches latches;
  base::block_on([](ItemLatches& latches) -> Task<> {
    {
      auto single = co_await latches.acquire("k");
      EXPECT_FALSE(latches.try_acquire("k").holding());
      single.accept({7, image("in flight")});
      EXPECT_FALSE(latches.try_acquire("k").holding());
      EXPECT_TRUE(latches.busy("k"));
      single.settle(true);
    }
    EXPECT_FALSE(latches.busy("k"));
    auto transaction = latches.try_acquire("k");
    EXPECT_TRUE(transaction.holding());
    EXPECT_FALSE(latches.try_acquire("k").holding());
    auto refused = co_await latches.acquire("k");
    EXPECT_FALSE(refused.holding());
    transaction = {};
    auto next = co_await latches.acquire("k");
    EXPECT_TRUE(next.holding());
  }(latches));
}

TEST(ItemLatches, WaitersAreServedInOrderAndOneAtATime) {
  ItemLatches latches;
  base::ThreadPool pool(4);
  std::atomic<int> inside{0}, done{0}, most{0};
  auto worker = [&]() -> Task<> {
    co_await base::switch_to(pool);
    for (int i = 0; i < 200; ++i) {
      auto hold = co_await latches.acquire("k");
      int now = ++inside;
      if (now > most) most = now;
      --inside;
    }
    ++done;
  };
  for (int i = 0; i < 8; ++i) base::spawn(worker());
  while (done < 8) std::this_thread::yield();
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace stator::db::table
