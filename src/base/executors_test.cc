// Every executor keeps the same promises, and block_on and TaskGroup stand on them.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "base/event_loop.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "base/time_slice.h"

namespace stator::base {
namespace {

using namespace std::chrono_literals;

// An EventLoop on a thread of its own.
class LoopThread {
 public:
  LoopThread() : thread_([this] { loop.run(); }) {}
  ~LoopThread() { stop(); }
  void stop() {
    if (!thread_.joinable()) return;
    loop.stop();
    thread_.join();
  }

  EventLoop loop;

 private:
  std::thread thread_;
};

Task<int> add_on(Executor& executor, int a, int b) {
  co_await switch_to(executor);
  co_return a + b;
}

TEST(BlockOn, GivesTheValueOfATask) {
  auto task = []() -> Task<std::string> { co_return "done"; };
  EXPECT_EQ(block_on(task()), "done");
}

TEST(BlockOn, RunsVoidTasksAndTimers) {
  bool ran = false;
  auto task = [](bool& flag) -> Task<void> {
    co_await sleep_for(1ms);
    co_await yield();
    flag = true;
  };
  block_on(task(ran));
  EXPECT_TRUE(ran);
}

TEST(BlockOn, ReturnsOnTheCallingThreadAfterHops) {
  LoopThread loop;
  ThreadPool pool(2);
  auto task = [](Executor& first, Executor& second) -> Task<int> {
    auto a = co_await add_on(first, 1, 2);
    auto b = co_await add_on(second, a, 3);
    co_return b;
  };
  EXPECT_EQ(block_on(task(loop.loop, pool)), 6);
  EXPECT_EQ(Executor::current(), nullptr);
}

TEST(EventLoop, RunsJobsOfOneThreadInOrder) {
  LoopThread loop;
  std::vector<int> seen;
  struct Entry {
    std::vector<int>* seen;
    int number;
  };
  std::vector<Entry> entries;
  for (int i = 0; i < 1000; ++i) entries.push_back({&seen, i});
  for (Entry& entry : entries) {
    loop.loop.post({[](void* argument) {
                      auto* posted = static_cast<Entry*>(argument);
                      posted->seen->push_back(posted->number);
                    },
                    &entry});
  }
  block_on(add_on(loop.loop, 0, 0));
  ASSERT_EQ(seen.size(), 1000u);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(seen[i], i);
}

TEST(EventLoop, TakesJobsFromManyThreads) {
  LoopThread loop;
  std::atomic<int> count = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        loop.loop.post({[](void* argument) { ++*static_cast<std::atomic<int>*>(argument); }, &count});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  block_on(add_on(loop.loop, 0, 0));
  EXPECT_EQ(count, 8000);
}

TEST(EventLoop, TimersFireInTheOrderTheyAreDue) {
  LoopThread loop;
  std::vector<int> order;
  auto sleeper = [](EventLoop& on, std::chrono::milliseconds delay, int id,
                    std::vector<int>& seen) -> Task<void> {
    co_await switch_to(on);
    co_await sleep_for(delay);
    seen.push_back(id);
  };
  TaskGroup group;
  group.spawn(sleeper(loop.loop, 6ms, 3, order));
  group.spawn(sleeper(loop.loop, 4ms, 2, order));
  group.spawn(sleeper(loop.loop, 1ms, 1, order));
  block_on(group.wait());
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(EventLoop, StopRunsTimersEarly) {
  LoopThread loop;
  bool woke = false;
  auto sleeper = [](EventLoop& on, bool& flag) -> Task<void> {
    co_await switch_to(on);
    co_await sleep_for(1h);
    flag = true;
  };
  TaskGroup group;
  group.spawn(sleeper(loop.loop, woke));
  block_on(add_on(loop.loop, 0, 0));  // the sleeper sleeps by now
  loop.stop();
  EXPECT_TRUE(woke);
  EXPECT_EQ(group.running(), 0u);
}

TEST(ThreadPool, RunsEverythingBeforeItStops) {
  std::atomic<int> count = 0;
  {
    ThreadPool pool(3);
    for (int i = 0; i < 500; ++i) {
      pool.post({[](void* argument) { ++*static_cast<std::atomic<int>*>(argument); }, &count});
    }
    pool.post_after(1h, {[](void* argument) { ++*static_cast<std::atomic<int>*>(argument); }, &count});
  }
  EXPECT_EQ(count, 501);
}

TEST(ThreadPool, RunsJobsSideBySide) {
  ThreadPool pool(2);
  // The first job waits for the second: one thread alone would hang.
  std::atomic<bool> flag = false;
  pool.post({[](void* argument) {
               while (!static_cast<std::atomic<bool>*>(argument)->load()) std::this_thread::yield();
             },
             &flag});
  pool.post({[](void* argument) { static_cast<std::atomic<bool>*>(argument)->store(true); }, &flag});
  pool.stop();
  EXPECT_TRUE(flag);
}

TEST(ThreadPool, TimersFireBesideJobs) {
  struct Shared {
    ThreadPool pool{2};
    std::atomic<bool> fired = false;
  } shared;
  // The job waits for a timer: its own thread alone would hang.
  shared.pool.post(
      {[](void* argument) {
         auto* const shared = static_cast<Shared*>(argument);
         shared->pool.post_after(
             1ms, {[](void* fired) { static_cast<std::atomic<bool>*>(fired)->store(true); }, &shared->fired});
         while (!shared->fired) std::this_thread::yield();
       },
       &shared});
  while (!shared.fired) std::this_thread::yield();
  shared.pool.stop();
}

TEST(TaskGroup, WaitsForTasksOnOtherExecutors) {
  ThreadPool pool(2);
  std::atomic<int> finished = 0;
  auto work = [](std::atomic<int>& counter) -> Task<void> {
    co_await sleep_for(1ms);
    ++counter;
  };
  TaskGroup group;
  for (int i = 0; i < 20; ++i) group.spawn_on(pool, work(finished));
  block_on(group.wait());
  EXPECT_EQ(finished, 20);
  block_on(group.wait());  // an idle group does not wait
}

TEST(Completion, ResumesOnTheExecutorThatWaited) {
  LoopThread loop;
  ThreadPool pool(1);
  auto wait = [](EventLoop& on, ThreadPool& elsewhere) -> Task<bool> {
    co_await switch_to(on);
    Completion<int> completion;
    elsewhere.post({[](void* argument) { static_cast<Completion<int>*>(argument)->set(7); }, &completion});
    auto value = co_await completion;
    co_return value == 7 && Executor::current() == &on;
  };
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(block_on(wait(loop.loop, pool)));
}

// The second result is set, as the first was, by another thread; its waiter finds it there before the loop
// has come to the first.
TEST(Completion, SetInTurnResumesWaitersInTheOrderOfTheirResults) {
  LoopThread loop;
  Completion<int> first, second;
  std::vector<int> order;
  TaskGroup group;
  group.spawn_on(loop.loop, [](Completion<int>& done, std::vector<int>& order) -> Task<> {
    order.push_back(co_await done);
  }(first, order));
  group.spawn_on(loop.loop,
                 [](Completion<int>& first, Completion<int>& second, std::vector<int>& order) -> Task<> {
                   std::thread([&] {
                     first.set_in_turn(1);
                     second.set_in_turn(2);
                   }).join();
                   order.push_back(co_await second);
                 }(first, second, order));
  block_on(group.wait());
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(EventLoop, RunsItsOwnJobsBehindThoseThatOthersPostedBefore) {
  LoopThread loop;
  std::vector<int> order;
  auto task = [](EventLoop& loop, std::vector<int>& order) -> Task<> {
    static constexpr auto kFirst = [](void* argument) {
      static_cast<std::vector<int>*>(argument)->push_back(1);
    };
    co_await switch_to(loop);
    std::thread([&] { loop.post({kFirst, &order}); }).join();
    co_await yield();
    order.push_back(2);
  };
  block_on(task(loop.loop, order));
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

// Notes in `log` what ran, in order. The first job posts `end` to the end of its round.
struct Note {
  std::vector<std::string>* log;
  std::string text;
  std::chrono::nanoseconds lasts{};
  Note* end = nullptr;

  Job job() { return {&Note::run, this}; }
  static void run(void* argument) {
    const Note& note = *static_cast<Note*>(argument);
    note.log->push_back(note.text);
    if (note.end != nullptr) static_cast<EventLoop*>(Executor::current())->post_to_round_end(note.end->job());
    const auto done = std::chrono::steady_clock::now() + note.lasts;
    while (std::chrono::steady_clock::now() < done) {
    }
  }
};

std::vector<std::string> log_of_a_round(std::chrono::nanoseconds first_job_lasts) {
  LoopThread loop;
  std::vector<std::string> log;
  Note end{&log, "end"};
  std::vector<Note> notes = {{&log, "1", first_job_lasts, &end}, {&log, "2"}, {&log, "3"}};
  auto task = [](EventLoop& loop, std::vector<Note>& notes) -> Task<> {
    co_await switch_to(loop);
    for (Note& note : notes) loop.post(note.job());
    co_await yield();
    co_await yield();
  };
  block_on(task(loop.loop, notes));
  return log;
}

TEST(EventLoop, EndsARoundBehindWhatIsReady) { EXPECT_EQ(log_of_a_round(0ns).back(), "end"); }

TEST(EventLoop, EndsARoundThatTakesLong) {
  EXPECT_EQ(log_of_a_round(EventLoop::kRoundLimit), (std::vector<std::string>{"1", "end", "2", "3"}));
}

TEST(EventLoop, EndsARoundBeforeItStops) {
  std::vector<std::string> log;
  Note note{&log, "end"};
  LoopThread loop;
  auto task = [](EventLoop& loop, Note& note) -> Task<> {
    co_await switch_to(loop);
    loop.stop();
    loop.post_to_round_end(note.job());
  };
  spawn(task(loop.loop, note));
  loop.stop();
  EXPECT_EQ(log, (std::vector<std::string>{"end"}));
}

TEST(TimeSlice, LetsOthersRunWhenUsedUp) {
  auto hog = [](std::vector<std::string>& log) -> Task<void> {
    TimeSlice slice;
    auto other = [](std::vector<std::string>& seen) -> Task<void> {
      co_await yield();
      seen.push_back("other");
    };
    spawn(other(log));
    co_await slice.pause_if_used_up();
    log.push_back("fresh slice goes on");
    while (!slice.used_up()) {
    }
    co_await slice.pause_if_used_up();
    log.push_back("after the pause");
  };
  std::vector<std::string> log;
  block_on(hog(log));
  EXPECT_EQ(log, (std::vector<std::string>{"fresh slice goes on", "other", "after the pause"}));
}

}  // namespace
}  // namespace stator::base
