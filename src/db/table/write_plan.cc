#include "db/table/write_plan.h"

#include <algorithm>
#include <iterator>

#include "db/table/capacity.h"
#include "db/table/expiry.h"
#include "db/table/item_keys.h"
#include "db/table/vector_entry.h"
#include "keyspace/keys.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;
using model::ItemView;

std::int64_t size_of(const std::optional<ItemView>& item) {
  return item ? static_cast<std::int64_t>(item->size_bytes()) : 0;
}

class Planner {
 public:
  explicit Planner(const ItemChange& change) : change_(change), table_(change.table) {}

  Result<WritePlan> run() {
    storage::Commit& commit = plan_.commit;
    commit.guards.push_back({std::string(change_.key), change_.expected_version});
    commit.fences.push_back({table_.id, table_.epoch});
    std::int64_t before = size_of(change_.before), after = size_of(change_.after);
    plan_.consumed.table_name = table_.name;
    plan_.consumed.table = write_units(static_cast<std::size_t>(std::max(before, after)));
    plan_.changes = change_.before.has_value() != change_.after.has_value() ||
                    (change_.before && change_.before->bytes() != change_.after->bytes());
    local_bytes_ = after;
    plan_.collection_delta = after - before;
    if (plan_.changes) write_item(after - before);
    for (const IndexSchema& index : table_.indexes)
      if (index.status != IndexStatus::kDeleting) write_index(index);
    if (local_bytes_ > static_cast<std::int64_t>(model::kMaxItemBytes))
      return validation_error(messages::kItemTooLarge);
    if (plan_.collection_delta != 0 && table_.has_local_indexes())
      add(collection_counter(), plan_.collection_delta);
    if (plan_.changes && table_.time_to_live.maintained()) write_time_index();
    if (plan_.changes && (table_.stream || table_.history)) append_records();
    return std::move(plan_);
  }

 private:
  void write_item(std::int64_t growth) {
    std::optional<std::string> value;
    if (change_.after) value = store_item(*change_.after);
    plan_.commit.writes.push_back({std::string(change_.key), std::move(value)});
    count(0, presence(change_.after) - presence(change_.before), growth);
  }

  void write_index(const IndexSchema& index) {
    if (!plan_.changes) return;
    std::optional<IndexEntry> before, after;
    if (change_.before)
      before = index.vector ? vector_place(table_, index, *change_.before)
                            : index_entry(table_, index, *change_.before);
    if (change_.after) after = index_entry(table_, index, *change_.after);
    if (!index.global && after) local_bytes_ += static_cast<std::int64_t>(after->size_bytes);
    std::int64_t growth = static_cast<std::int64_t>(after ? after->size_bytes : 0) -
                          static_cast<std::int64_t>(before ? before->size_bytes : 0);
    if (!index.global) plan_.collection_delta += growth;

    bool same_key = before && after && before->key == after->key;
    // While an index is being built its entry may be missing although the item is not new: write it in any
    // case.
    const bool same_value =
        same_key && (index.vector ? before->size_bytes == after->size_bytes &&
                                        same_vector(index, *change_.before, *change_.after)
                                  : before->value == after->value);
    if (index.vector) {
      consume_vector(index, before, after, same_value);
    } else if (same_value && !index.backfilling) {
      return;
    } else if (const double units = index_units(before, after, same_key); units > 0) {
      auto& list = index.global ? plan_.consumed.global_indexes : plan_.consumed.local_indexes;
      list.emplace_back(index.name, units);
    }
    if (same_value && !index.backfilling) return;
    std::int64_t entries = presence(after) - presence(before);
    if (before && !same_key) put_entry(index, std::move(before->key), std::nullopt);
    if (after) put_entry(index, std::move(after->key), std::move(after->value));
    // A build counts its entries at its end.
    if (!index.backfilling) count(index.id, entries, growth);
  }

  void write_time_index() {
    std::optional<std::string> before, after;
    if (change_.before) before = time_index_key(table_, *change_.before, change_.key);
    if (change_.after) after = time_index_key(table_, *change_.after, change_.key);
    // While the index is being built the entry may be missing although the item is not new.
    const bool complete = table_.time_to_live.status == TimeToLiveStatus::kEnabled;
    if (before == after && (complete || !after)) return;
    if (before && before != after)
      plan_.commit.deferred.push_back({std::string(change_.key), std::move(*before), std::nullopt});
    if (after) plan_.commit.deferred.push_back({std::string(change_.key), std::move(*after), std::string()});
  }

  // Bytes, where the vector or what is projected changes: of the entry, doubled when it moves to another
  // partition (seen 2026-08, ExtendDB/extenddb#244, which quotes answers of AWS).
  void consume_vector(const IndexSchema& index, const std::optional<IndexEntry>& before,
                      const std::optional<IndexEntry>& after, bool same_value) {
    if (!before && !after) return;
    if (same_value && projected(index, *change_.before) == projected(index, *change_.after)) return;
    double bytes = 0;
    if (before) bytes = vector_write_bytes(before->size_bytes);
    if (after) bytes = std::max(bytes, vector_write_bytes(after->size_bytes));
    if (before && after && before->key != after->key) bytes *= 2;
    plan_.consumed.vector_indexes.emplace_back(index.name, bytes);
  }

  // Rule 101: an insert or delete once, a move of the key twice, a change in place by the larger image.
  static double index_units(const std::optional<IndexEntry>& before, const std::optional<IndexEntry>& after,
                            bool same_key) {
    if (same_key) return write_units(std::max(before->size_bytes, after->size_bytes));
    double units = 0;
    if (before) units += write_units(before->size_bytes);
    if (after) units += write_units(after->size_bytes);
    return units;
  }

  void put_entry(const IndexSchema& index, std::string key, std::optional<std::string> value) {
    if (index.global) {
      plan_.commit.deferred.push_back({std::string(change_.key), std::move(key), std::move(value)});
    } else {
      plan_.commit.writes.push_back({std::move(key), std::move(value)});
    }
  }

  template <typename T>
  static std::int64_t presence(const std::optional<T>& item) {
    return item ? 1 : 0;
  }

  void count(std::uint16_t index_id, std::int64_t items, std::int64_t bytes) {
    if (index_id == 0) plan_.commit.adds.reserve(2);  // all that most tables have
    if (items != 0) add(item_count_key(table_, index_id), items);
    if (bytes != 0) add(size_bytes_key(table_, index_id), bytes);
  }

  void add(std::string key, std::int64_t delta) {
    if (delta != 0) plan_.commit.adds.push_back({std::move(key), delta});
  }

  std::string collection_counter() const {
    return collection_key(table_, change_.after ? *change_.after : *change_.before);
  }

  void append_records() {
    std::string keys = key_map(table_, change_.after ? *change_.after : *change_.before);
    change::Change record{change_.cause, event(), ItemView(keys), {}, {}};
    if (table_.stream) {
      if (shows_old_image(table_.stream->view)) record.old_image = change_.before;
      if (shows_new_image(table_.stream->view)) record.new_image = change_.after;
      append(table_.stream->log_group, record);
    }
    if (table_.history) {
      record.old_image = change_.before;
      record.new_image.reset();
      append(table_.history->log_group, record);
    }
  }

  void append(std::uint64_t log_group, const change::Change& record) {
    plan_.commit.appends.push_back({log_group, std::string(change_.key), change::encode(record)});
  }

  change::Event event() const {
    if (!change_.before) return change::Event::kInsert;
    return change_.after ? change::Event::kModify : change::Event::kRemove;
  }

  const ItemChange& change_;
  const TableSchema& table_;
  WritePlan plan_;
  std::int64_t local_bytes_ = 0;  // the item and its local index entries
};

std::string counter_key(const TableSchema& table, std::uint16_t index_id, std::string_view name) {
  return KeyBuilder(Space::kCounter, table.id, index_id).bytes(name).take();
}

}  // namespace

std::string item_count_key(const TableSchema& table, std::uint16_t index_id) {
  return counter_key(table, index_id, "items");
}

std::string size_bytes_key(const TableSchema& table, std::uint16_t index_id) {
  return counter_key(table, index_id, "bytes");
}

void merge(storage::Commit from, storage::Commit* into) {
  auto append = [](auto& to, auto& more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  append(into->guards, from.guards);
  for (const storage::Fence& fence : from.fences) {
    const bool known =
        std::any_of(into->fences.begin(), into->fences.end(), [&](const storage::Fence& other) {
          return other.table == fence.table && other.epoch == fence.epoch;
        });
    if (!known) into->fences.push_back(fence);
  }
  append(into->writes, from.writes);
  append(into->deferred, from.deferred);
  append(into->appends, from.appends);
  for (storage::CounterAdd& add : from.adds) {
    const auto known = std::find_if(into->adds.begin(), into->adds.end(),
                                    [&](const storage::CounterAdd& other) { return other.key == add.key; });
    if (known != into->adds.end()) {
      known->delta += add.delta;
    } else {
      into->adds.push_back(std::move(add));
    }
  }
}

Result<WritePlan> plan_write(const ItemChange& change) { return Planner(change).run(); }

}  // namespace stator::db::table
