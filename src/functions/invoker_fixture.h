// The invokers with all that they work with, on the memory engine, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "base/block_on.h"
#include "base/event_loop.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "blob/file/scratch_folder.h"
#include "functions/async_invoker.h"
#include "storage/memory/memory_engine.h"

namespace stator::functions {

// Nothing runs in the background.
class InvokerFixture : public testing::Test {
 protected:
  base::Clock& clock_ = base::Clock::system();
  base::Random& random_ = base::SecureRandom::system();
  base::ThreadPool pool_{1};
  base::EventLoop background_;
  storage::MemoryEngine engine_{clock_};
  const std::unique_ptr<blob::ScratchFolder> folder_ = *blob::ScratchFolder::make();
  const std::unique_ptr<blob::FileStore> blobs_ = *blob::FileStore::open(folder_->path(), false, random_);
  objects::ObjectStore objects_{{engine_, *blobs_, pool_, clock_, random_}};
  const std::unique_ptr<identity::Directory> directory_ =
      *base::block_on(identity::Directory::open(engine_, clock_));
  const identity::AccessControl access_{*directory_, {}};
  telemetry::Logs logs_{engine_, clock_, background_};
  Registry registry_{engine_, clock_};
  Layers layers_{engine_, registry_, clock_};
  Roles roles_{{*directory_, access_, random_}};
  Destinations destinations_{objects_, roles_, clock_};
  EventQueue events_{engine_};
  Invoker invoker_{{registry_, layers_, roles_, logs_, background_, pool_, clock_},
                   Isolation::kProcess,
                   {[](net::Listener) {}, [](std::string) {}, ""},
                   "",
                   ""};
  static constexpr std::size_t kMemory = 1 << 20;
  AsyncInvoker async_invoker_{
      events_, {invoker_, registry_, roles_, destinations_, clock_}, background_, kMemory};

  // What waits, in the order of the turns: "function:qualifier payload" each, and a new line.
  std::string queued() {
    std::string text;
    const auto turns = base::block_on(events_.due(0, INT64_MAX - 1, 100));
    for (const EventTurn& turn : *turns) {
      const auto event = base::block_on(events_.find(turn));
      text += (*event)->function_name + ":" + (*event)->qualifier + " " + (*event)->payload + "\n";
    }
    return text;
  }
};

}  // namespace stator::functions
