#include "power_cut/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace stator::power_cut {
namespace {

constexpr int kItems = 12;  // of one writer in one table
constexpr const char* kTables[] = {"main", "side"};

// Nothing was written. Else the outcome is unknown.
bool is_refusal(const db::Error& error) {
  return error.kind == db::ErrorKind::kConditionalCheckFailed || error.kind == db::ErrorKind::kThrottled ||
         error.kind == db::ErrorKind::kTransactionConflict;
}

ItemName name_of(const PlainWrite& write) { return {write.table, key_of(write.item)}; }

std::optional<Plain> find(const Snapshot& snapshot, const ItemName& name) {
  const auto table = snapshot.tables.find(name.first);
  if (table == snapshot.tables.end()) return std::nullopt;
  const auto item = table->second.items.find(name.second);
  return item == table->second.items.end() ? std::nullopt : std::optional(item->second);
}

std::string describe(const ItemName& name) {
  return name.first + " " + name.second.at("pk") + " " + name.second.at("sk");
}

std::string describe(const std::optional<Plain>& item) {
  return item ? "v " + std::to_string(number_of(*item, "v")) : "nothing";
}

Plain counter_key(int index) { return {{"pk", "counter"}, {"sk", number(index)}}; }

}  // namespace

// ---- what all share

PlainWrite Shared::account(int index) {
  return {kTables[index % 2], {{"pk", "account"}, {"sk", number(index)}}};
}

void Shared::make(DatabaseOnDisk& database) {
  for (int i = 0; i < kAccounts; ++i) {
    PlainWrite write = account(i);
    write.item["amount"] = number(kAmount);
    ASSERT_TRUE(database.write(write).ok());
  }
  for (int i = 0; i < kCounters; ++i) {
    PlainWrite write{"main", counter_key(i)};
    write.item["n"] = number(0);
    ASSERT_TRUE(database.write(write).ok());
  }
}

void Shared::check(const Snapshot& snapshot) {
  std::int64_t sum = 0;
  for (int i = 0; i < kAccounts; ++i) {
    const std::optional<Plain> found = find(snapshot, name_of(account(i)));
    ASSERT_TRUE(found);
    sum += number_of(*found, "amount");
    EXPECT_GE(number_of(*found, "amount"), 0);
  }
  EXPECT_EQ(sum, kAccounts * kAmount) << "half of a transaction";
  for (int i = 0; i < kCounters; ++i) {
    const std::optional<Plain> found = find(snapshot, {"main", counter_key(i)});
    ASSERT_TRUE(found);
    const std::int64_t value = number_of(*found, "n");
    EXPECT_GE(value, counters[i].acknowledged);
    EXPECT_LE(value, counters[i].acknowledged + counters[i].unknown);
    counters[i].acknowledged = value;
    counters[i].unknown = 0;
  }
}

// ---- writing

Writer::Writer(int number, std::uint64_t seed, DatabaseOnDisk& database, Shared& shared)
    : partition_("writer" + std::to_string(number)), random_(seed), database_(database), shared_(shared) {}

void Writer::run() {
  while (!database_.disk().power_is_off()) step();
}

void Writer::step() {
  switch (random_.below(12)) {
    case 0:
      return write_refused();
    case 1:
    case 2:
      return write_batch();
    case 3:
    case 4:
      return write_together();
    case 5:
      return add_to_counter();
    case 6:
      return move_amount();
    default:
      return write_one(some_write(some_name()));
  }
}

Plain Writer::some_key(base::Random& random) const {
  return {{"pk", partition_}, {"sk", number(static_cast<std::int64_t>(random.below(kItems)))}};
}

ItemName Writer::some_name() { return {kTables[random_.below(2)], some_key(random_)}; }

std::vector<ItemName> Writer::some_names(std::size_t count, bool one_table) {
  std::set<ItemName> names;
  const char* table = kTables[random_.below(2)];
  while (names.size() < count) {
    ItemName name = some_name();
    if (one_table) name.first = table;
    names.insert(std::move(name));
  }
  return {names.begin(), names.end()};
}

// With the attributes of index keys or without.
PlainWrite Writer::put_of(ItemName name) {
  PlainWrite write{std::move(name.first), std::move(name.second)};
  write.item["v"] = number(++last_value_);
  if (random_.below(4) != 0) write.item["color"] = "color" + std::to_string(random_.below(4));
  if (random_.below(4) != 0) write.item["grade"] = number(static_cast<std::int64_t>(random_.below(5)));
  if (random_.below(3) != 0) write.item["moment"] = std::to_string(random_.below(100));
  if (random_.below(2) != 0)
    write.item["expires"] = number(4'102'444'800 + static_cast<std::int64_t>(random_.below(5)));
  const std::size_t size = random_.below(20) == 0 ? 20'000 : 200;
  write.item["filling"] = std::string(random_.below(size), static_cast<char>('a' + random_.below(26)));
  return write;
}

// A put, an update under a condition that holds, or a delete.
PlainWrite Writer::some_write(const ItemName& name) {
  const std::optional<Plain> before = known(name);
  const std::uint64_t kind = random_.below(6);
  if (before && kind < 2) {
    PlainWrite write{name.first, name.second};
    write.update = "SET v = :v, color = :c REMOVE moment";
    write.condition = "v = :old";
    write.values = {{":v", number(++last_value_)},
                    {":c", "color" + std::to_string(random_.below(4))},
                    {":old", before->at("v")}};
    return write;
  }
  if (kind == 2) {
    PlainWrite write{name.first, name.second};
    write.remove = true;
    return write;
  }
  return put_of(name);
}

void Writer::write_one(const PlainWrite& write) {
  const std::optional<Plain> before = known(name_of(write));
  const auto outcome = database_.write(write);
  if (outcome.ok()) {
    EXPECT_TRUE(*outcome == before) << describe(name_of(write)) << " was " << describe(*outcome) << ", not "
                                    << describe(before);
    return apply(write);
  }
  if (outcome.error().kind == db::ErrorKind::kThrottled) return;
  ASSERT_FALSE(is_refusal(outcome.error())) << outcome.error().message;
  settle({write}, true);
}

void Writer::write_refused() {
  PlainWrite write = put_of(some_name());
  write.condition = "v = :never";
  write.values = {{":never", number(-1)}};
  const auto outcome = database_.write(write);
  EXPECT_FALSE(outcome.ok());
}

void Writer::write_batch() {
  std::vector<PlainWrite> writes;
  for (const ItemName& name : some_names(2 + random_.below(8), true)) {
    writes.push_back(put_of(name));
    if (random_.below(4) != 0) continue;
    writes.back() = {name.first, name.second};
    writes.back().remove = true;
  }
  const auto outcomes = database_.write_batch(writes);
  std::vector<PlainWrite> unknown;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (!outcomes[i]) {
      apply(writes[i]);
    } else if (!is_refusal(*outcomes[i])) {
      unknown.push_back(writes[i]);
    }
  }
  if (!unknown.empty()) settle(unknown, false);
}

void Writer::write_together() {
  std::vector<PlainWrite> writes;
  for (const ItemName& name : some_names(2 + random_.below(4), false)) writes.push_back(some_write(name));
  const auto outcome = database_.write_together(writes);
  if (!outcome.ok()) {
    if (!is_refusal(outcome.error())) settle(writes, true);
    return;
  }
  EXPECT_TRUE(*outcome) << "nobody else writes these items, and the conditions hold";
  if (*outcome)
    for (const PlainWrite& write : writes) apply(write);
}

void Writer::add_to_counter() {
  const int index = static_cast<int>(random_.below(Shared::kCounters));
  PlainWrite write{"main", counter_key(index)};
  write.update = "ADD n :one";
  write.values = {{":one", number(1)}};
  const auto outcome = database_.write(write);
  if (outcome.ok()) {
    ++shared_.counters[index].acknowledged;
  } else if (!is_refusal(outcome.error())) {
    ++shared_.counters[index].unknown;
  }
}

// From one account to another one, if there is enough.
void Writer::move_amount() {
  const int from = static_cast<int>(random_.below(Shared::kAccounts));
  const int to = (from + 1 + static_cast<int>(random_.below(Shared::kAccounts - 1))) % Shared::kAccounts;
  PlainWrite take = Shared::account(from), give = Shared::account(to);
  take.values = give.values = {{":x", number(1 + static_cast<std::int64_t>(random_.below(20)))}};
  take.update = "SET amount = amount - :x";
  take.condition = "amount >= :x";
  give.update = "SET amount = amount + :x";
  (void)database_.write_together({take, give});
}

// ---- what is known

std::optional<Plain> Writer::known(const ItemName& name) const {
  const auto found = items_.find(name);
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Plain> Writer::after(const PlainWrite& write) const {
  if (write.remove) return std::nullopt;
  if (write.update.empty()) return write.item;
  Plain item = *known(name_of(write));
  item["v"] = write.values.at(":v");
  item["color"] = write.values.at(":c");
  item.erase("moment");
  return item;
}

void Writer::apply(const PlainWrite& write) {
  const std::optional<Plain> item = after(write);
  if (item) {
    items_[name_of(write)] = *item;
  } else {
    items_.erase(name_of(write));
  }
}

void Writer::settle(const std::vector<PlainWrite>& writes, bool all_or_nothing) {
  std::map<ItemName, std::optional<Plain>> found;
  for (const PlainWrite& write : writes) {
    if (!database_.await_writes()) {
      pending_ = Pending{writes, all_or_nothing};
      return;
    }
    auto item = database_.get(write.table, key_of(write.item));
    while (!item.ok() && database_.await_writes()) item = database_.get(write.table, key_of(write.item));
    if (!item.ok()) {
      pending_ = Pending{writes, all_or_nothing};
      return;
    }
    found[name_of(write)] = std::move(*item);
  }
  take_over(writes, found, all_or_nothing);
}

void Writer::take_over(const std::vector<PlainWrite>& writes,
                       const std::map<ItemName, std::optional<Plain>>& found, bool all_or_nothing) {
  std::size_t happened = 0, changes = 0;
  std::vector<PlainWrite> applied;
  for (const PlainWrite& write : writes) {
    const ItemName name = name_of(write);
    const std::optional<Plain> before = known(name), wanted = after(write);
    EXPECT_TRUE(found.at(name) == before || found.at(name) == wanted)
        << describe(name) << " is " << describe(found.at(name)) << ", neither " << describe(before) << " nor "
        << describe(wanted);
    if (before == wanted) continue;
    ++changes;
    if (found.at(name) != wanted) continue;
    ++happened;
    applied.push_back(write);
  }
  EXPECT_TRUE(!all_or_nothing || happened == 0 || happened == changes) << "half of a transaction";
  for (const PlainWrite& write : applied) apply(write);
}

void Writer::check(const Snapshot& snapshot) {
  if (pending_) {
    std::map<ItemName, std::optional<Plain>> found;
    for (const PlainWrite& write : pending_->writes) found[name_of(write)] = find(snapshot, name_of(write));
    take_over(pending_->writes, found, pending_->all_or_nothing);
    pending_.reset();
  }
  for (const char* table : kTables) {
    for (int i = 0; i < kItems; ++i) {
      const ItemName name{table, {{"pk", partition_}, {"sk", number(i)}}};
      const std::optional<Plain> found = find(snapshot, name);
      EXPECT_TRUE(found == known(name))
          << describe(name) << " is " << describe(found) << ", acknowledged was " << describe(known(name));
    }
    // Its items were written in the order of their values.
    std::map<Plain, std::int64_t> last;
    for (const LogEntry& entry : snapshot.tables.at(table).log) {
      if (entry.key.at("pk") != partition_ || !entry.after) continue;
      EXPECT_GT(number_of(*entry.after, "v"), last[entry.key])
          << "the log has writes of an item out of order";
      last[entry.key] = number_of(*entry.after, "v");
    }
  }
}

// ---- reading

void Reader::run() {
  while (!database_.disk().power_is_off()) {
    const Writer& writer = *writers_[random_.below(writers_.size())];
    const ItemName name{kTables[random_.below(2)], writer.some_key(random_)};
    const auto item = database_.get(name.first, name.second);
    if (!item.ok() || !*item) continue;
    std::int64_t& seen = seen_[name];
    EXPECT_GE(number_of(**item, "v"), seen) << describe(name) << " went back";
    seen = number_of(**item, "v");
  }
}

void Reader::check(const Snapshot& snapshot) {
  std::map<ItemName, std::int64_t> newest;
  for (const char* table : kTables)
    for (const LogEntry& entry : snapshot.tables.at(table).log)
      if (entry.after) newest[{table, entry.key}] = number_of(*entry.after, "v");
  for (const auto& [name, value] : seen_)
    EXPECT_LE(value, newest[name]) << describe(name) << " was read and is gone";
}

}  // namespace stator::power_cut
