#include "db/table/key_activity.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/base64.h"

namespace stator::db::table {

namespace {

using model::ItemView;
using model::ValueView;

constexpr std::int64_t kMicrosPerMinute = 60'000'000;

std::size_t stripe_of_thread() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed);
  return mine % KeyActivity::kStripes;
}

void append_value(std::string_view value, std::string* key) {
  key->push_back(static_cast<char>(value.size() >> 8));
  key->push_back(static_cast<char>(value.size()));
  key->append(value);
}

// The key of the item in a table or index; `partition_size` says where its partition key ends. Empty where an
// attribute is missing.
std::string key_of(const model::KeySchema& schema, ItemView item, std::size_t* partition_size) {
  std::string key;
  const auto append = [&](const std::vector<model::KeyAttribute>& attributes) {
    for (const model::KeyAttribute& attribute : attributes) {
      const auto value = item.find(attribute.name);
      if (!value || value->type() != attribute.type) return false;
      append_value(value->bytes(), &key);
    }
    return true;
  };
  if (!append(schema.partition)) return {};
  *partition_size = key.size();
  if (!append(schema.sort)) return {};
  return key;
}

std::string partition_of(const model::KeySchema& schema, const expression::KeyCondition& condition) {
  auto bound = condition.bind(schema);
  if (!bound.ok()) return {};
  const std::vector<std::string_view> values(bound->partition.begin(), bound->partition.end());
  return contributor_key(values);
}

const Insights* counting_throttled(const TableSchema& table, const IndexSchema* index) {
  const Insights* insights = table.find_insights(index == nullptr ? 0 : index->id);
  return insights != nullptr && insights->enabled ? insights : nullptr;
}

const Insights* counting_accessed(const TableSchema& table, const IndexSchema* index) {
  const Insights* insights = counting_throttled(table, index);
  return insights != nullptr && insights->mode != InsightsMode::kThrottledKeys ? insights : nullptr;
}

const model::KeySchema& keys_of(const TableSchema& table, const IndexSchema* index) {
  return index == nullptr ? table.keys : index->keys;
}

bool is_of_capacity(const Error& error) {
  return error.kind == ErrorKind::kThroughputExceeded || error.kind == ErrorKind::kOnDemandThrottled ||
         error.kind == ErrorKind::kRequestLimitExceeded;
}

}  // namespace

std::string contributor_key(std::span<const std::string_view> values) {
  std::string key;
  for (const std::string_view value : values) append_value(value, &key);
  return key;
}

std::optional<std::vector<std::string>> contributor_texts(std::string_view key) {
  std::vector<std::string> texts;
  while (!key.empty()) {
    if (key.size() < 2) return std::nullopt;
    const std::size_t size = static_cast<unsigned char>(key[0]) << 8 | static_cast<unsigned char>(key[1]);
    key.remove_prefix(2);
    if (key.size() < size) return std::nullopt;
    const std::string_view bytes = key.substr(0, size);
    key.remove_prefix(size);
    if (!model::valid(bytes)) return std::nullopt;
    const ValueView value(bytes);
    std::string& text = texts.emplace_back();
    switch (value.type()) {
      case model::Type::kS:
        text = std::string(value.text());
        break;
      case model::Type::kN:
        text = value.number().to_string();
        break;
      case model::Type::kB:
        base::append_base64(value.text(), text);
        break;
      default:
        return std::nullopt;
    }
  }
  if (texts.empty()) return std::nullopt;
  return texts;
}

void KeyActivity::read(const TableSchema& table, ItemView key, double units) {
  const Insights* insights = counting_accessed(table, nullptr);
  if (insights == nullptr) return;
  std::size_t partition_size = 0;
  const std::string whole = key_of(table.keys, key, &partition_size);
  count(table, *insights, false, {std::string_view(whole).substr(0, partition_size), whole}, units);
}

void KeyActivity::queried(const TableSchema& table, const IndexSchema* index,
                          const expression::KeyCondition& condition, double units) {
  const Insights* insights = counting_accessed(table, index);
  if (insights == nullptr) return;
  const std::string partition = partition_of(keys_of(table, index), condition);
  count(table, *insights, false, {partition, {}}, units);
}

void KeyActivity::wrote(const TableSchema& table, ItemView source, const std::optional<ItemView>& before,
                        const std::optional<ItemView>& after, const ConsumedCapacity& consumed) {
  double of_table = consumed.table;
  for (const auto& [name, units] : consumed.local_indexes) of_table += units;
  std::size_t partition_size = 0;
  if (const Insights* insights = counting_accessed(table, nullptr)) {
    const std::string whole = key_of(table.keys, source, &partition_size);
    count(table, *insights, false, {std::string_view(whole).substr(0, partition_size), whole},
          kWriteWeight * of_table);
  }
  for (const auto& [name, units] : consumed.global_indexes) {
    const IndexSchema* index = table.find_index(name);
    const Insights* insights = index == nullptr ? nullptr : counting_accessed(table, index);
    if (insights == nullptr) continue;
    // An entry that moves touches two keys, each with its share.
    std::vector<std::pair<std::string, std::size_t>> keys;
    for (const std::optional<ItemView>* image : {&before, &after}) {
      if (!*image) continue;
      std::string key = key_of(index->keys, **image, &partition_size);
      if (key.empty() || (!keys.empty() && keys.front().first == key)) continue;
      keys.emplace_back(std::move(key), partition_size);
    }
    for (const auto& [key, size] : keys)
      count(table, *insights, false, {std::string_view(key).substr(0, size), key},
            kWriteWeight * units / static_cast<double>(keys.size()));
  }
}

void KeyActivity::throttled(const TableSchema& table, ItemView key, const Error& error) {
  const Insights* insights = counting_throttled(table, nullptr);
  if (insights == nullptr || !is_of_capacity(error)) return;
  const std::string arn = table.arn();
  const auto& reasons = error.throttling_reasons;
  const bool of_table = std::any_of(reasons.begin(), reasons.end(),
                                    [&](const ThrottlingReason& reason) { return reason.resource == arn; });
  if (!of_table && !reasons.empty()) return;
  std::size_t partition_size = 0;
  const std::string whole = key_of(table.keys, key, &partition_size);
  count(table, *insights, true, {std::string_view(whole).substr(0, partition_size), whole}, 1);
}

void KeyActivity::throttled_query(const TableSchema& table, const IndexSchema* index,
                                  const expression::KeyCondition& condition, const Error& error) {
  const Insights* insights = counting_throttled(table, index);
  if (insights == nullptr || !is_of_capacity(error)) return;
  const std::string partition = partition_of(keys_of(table, index), condition);
  count(table, *insights, true, {partition, {}}, 1);
}

void KeyActivity::count(const TableSchema& table, const Insights& insights, bool throttled, const Key& key,
                        double weight) {
  if (key.partition.empty() || weight <= 0) return;
  const std::uint64_t place = std::uint64_t{table.id} << 16 | insights.index_id;
  const std::int64_t minute = clock_.unix_micros() / kMicrosPerMinute * 60;
  Stripe& stripe = stripes_[stripe_of_thread()];
  std::lock_guard lock(stripe.mutex);
  auto found = stripe.places.find(place);
  if (found == stripe.places.end()) {
    if (stripe.places.size() + stripe.finished.size() >= kMaxPlaces) return;
    found = stripe.places.try_emplace(place).first;
  } else if (found->second.minute_seconds != minute || found->second.since_millis != insights.since_millis) {
    if (stripe.places.size() + stripe.finished.size() >= kMaxPlaces) return;
    stripe.finished.push_back(std::exchange(found->second, {}));
  }
  KeyWindow& window = found->second;
  window.table_id = table.id;
  window.index_id = insights.index_id;
  window.since_millis = insights.since_millis;
  window.minute_seconds = minute;
  const auto of_partitions =
      static_cast<std::size_t>(throttled ? KeyCount::kThrottledPartitions : KeyCount::kAccessedPartitions);
  window.counts[of_partitions].add(key.partition, weight);
  if (key.whole.size() > key.partition.size()) window.counts[of_partitions + 1].add(key.whole, weight);
}

std::vector<KeyWindow> KeyActivity::take() {
  std::vector<KeyWindow> all;
  for (Stripe& stripe : stripes_) {
    std::lock_guard lock(stripe.mutex);
    for (KeyWindow& window : stripe.finished) all.push_back(std::move(window));
    for (auto& [place, window] : stripe.places) all.push_back(std::move(window));
    stripe.finished.clear();
    stripe.places.clear();
  }
  return all;
}

}  // namespace stator::db::table
