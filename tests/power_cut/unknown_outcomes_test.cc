// Table changes over a storage that often says "perhaps" to what it has done.
#include <gtest/gtest.h>

#include <thread>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "power_cut/database_on_disk.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::power_cut {
namespace {

using base::block_on;

TEST(UnknownOutcomes, IndexIsBuiltAndCountedOnce) {
  constexpr int kItems = 50;
  for (const std::uint64_t seed : {3, 4}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const db::table::Scope scope{"000000000000", "us-east-1"};
    base::ThreadPool pool(1);
    storage::MemoryEngine memory(base::Clock::system());
    storage::FaultyEngine engine(memory, {}, seed);
    auto database = *block_on(db::table::Database::open(engine, {.background = &pool}));
    ASSERT_TRUE(block_on(database->create_table(table_definition(scope, "t", false))).ok());
    for (int i = 0; i < kItems; ++i) {
      const PlainRequest put({"t", {{"pk", "p"}, {"sk", number(i)}, {"color", "red"}, {"grade", number(1)}}});
      ASSERT_TRUE(block_on(send(*database, *database->find_table(scope, "t"), put)).ok());
    }

    engine.set_rates({.unknown_applied = 0.5});
    db::table::TableUpdate update;
    update.attribute_definitions = {{"color", db::model::Type::kS}, {"grade", db::model::Type::kN}};
    update.indexes.push_back({db::table::IndexUpdate::Action::kCreate, global_index("x")});
    (void)block_on(database->update_table(scope, "t", std::move(update)));
    const auto is_built = [&] {
      const db::table::TableRef table = *database->find_table(scope, "t");
      const db::table::IndexSchema* index = table->find_index("x");
      return index != nullptr && index->status == db::table::IndexStatus::kActive;
    };
    while (!is_built()) std::this_thread::sleep_for(std::chrono::milliseconds(1));

    engine.set_rates({});
    const auto description = block_on(database->describe_table(scope, "t"));
    ASSERT_TRUE(description.ok());
    EXPECT_EQ(description->indexes.at(1).item_count, kItems);
    block_on(database->stop());
  }
}

}  // namespace
}  // namespace stator::power_cut
