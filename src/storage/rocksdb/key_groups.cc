#include "storage/rocksdb/key_groups.h"

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {

std::shared_ptr<const rocksdb::SliceTransform> stored_key_groups() {
  const std::size_t bytes = record_key({}).size() + kGroupBytes;
  return std::shared_ptr<const rocksdb::SliceTransform>(rocksdb::NewFixedPrefixTransform(bytes));
}

// What lies between two keys that begin alike begins so, too.
bool is_within_group(const KeyRange& range) {
  return range.begin.size() >= kGroupBytes && range.end.size() >= kGroupBytes &&
         group_of(range.begin) == group_of(range.end);
}

KeyRange range_of_group(std::string_view key) {
  const std::string group(group_of(key));
  return {group, group + "\xff\xff\xff\xff"};
}

rocksdb::ReadOptions reads_in_order() {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  return options;
}

}  // namespace stator::storage::rocks
