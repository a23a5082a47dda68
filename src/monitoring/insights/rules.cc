#include "monitoring/insights/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "aws/protocol/json_writer.h"

namespace stator::monitoring::insights {

namespace {

using db::table::Insights;
using db::table::InsightsMode;
using db::table::TableSchema;

constexpr std::string_view kPrefix = "DynamoDBContributorInsights-";

struct Kind {
  std::string_view name;
  KeyCount counts;
  bool of_items;
  bool of_throttled;
};
constexpr Kind kKinds[] = {
    {"PKC", KeyCount::kAccessedPartitions, false, false},
    {"PKT", KeyCount::kThrottledPartitions, false, true},
    {"SKC", KeyCount::kAccessedItems, true, false},
    {"SKT", KeyCount::kThrottledItems, true, true},
};

// The name of the table, and of the index behind it (assumed), as much as fits.
std::string rule_name(const Kind& kind, std::string_view resource, std::int64_t since_millis) {
  const std::string end = fmt::format("-{}", since_millis);
  std::string name = fmt::format("{}{}-{}", kPrefix, kind.name, resource);
  if (name.size() + end.size() > kMaxRuleNameBytes) name.resize(kMaxRuleNameBytes - end.size());
  return name + end;
}

// JSON of UTF-8, without other characters than ASCII.
std::string ascii_json(std::string_view text) {
  std::string json, ascii;
  aws::protocol::append_json_string(text, &json);
  for (std::size_t i = 0; i < json.size();) {
    const auto lead = static_cast<unsigned char>(json[i]);
    if (lead < 0x80) {
      ascii.push_back(json[i++]);
      continue;
    }
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    std::uint32_t point = lead & (0xFF >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < json.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(json[i + k]) & 0x3F);
    i += size;
    if (point >= 0x10000) {
      ascii += fmt::format("\\u{:04x}", 0xD800 + ((point - 0x10000) >> 10));
      point = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
    ascii += fmt::format("\\u{:04x}", point);
  }
  return ascii;
}

}  // namespace

std::string Rule::definition() const {
  std::string keys;
  for (const std::string& name : key_names) {
    if (!keys.empty()) keys += ",";
    keys += ascii_json(name);
  }
  const std::string_view value = is_sum() ? R"(,"ValueOf":"ConsumedThroughputUnits")" : "";
  return fmt::format(R"({{"Schema":{{"Name":"ServiceLogRule","Version":1}},"AggregateOn":"{}",)"
                     R"("Contribution":{{"Filters":[],"Keys":[{}]{}}}}})",
                     is_sum() ? "Sum" : "Count", keys, value);
}

std::vector<Rule> rules_of(const TableSchema& table, const Insights& insights) {
  if (!insights.enabled) return {};
  const db::model::KeySchema* keys = &table.keys;
  std::string resource = table.name;
  if (insights.index_id != 0) {
    const auto index = std::find_if(table.indexes.begin(), table.indexes.end(),
                                    [&](const auto& each) { return each.id == insights.index_id; });
    if (index == table.indexes.end()) return {};
    keys = &index->keys;
    resource += "-" + index->name;
  }
  std::vector<Rule> rules;
  for (const Kind& kind : kKinds) {
    if (kind.of_items && keys->sort.empty()) continue;
    if (!kind.of_throttled && insights.mode == InsightsMode::kThrottledKeys) continue;
    Rule& rule = rules.emplace_back();
    rule.name = rule_name(kind, resource, insights.since_millis);
    rule.table_id = table.id;
    rule.index_id = insights.index_id;
    rule.since_millis = insights.since_millis;
    rule.counts = kind.counts;
    for (const auto& attribute : keys->partition) rule.key_names.push_back(attribute.name);
    if (!kind.of_items) continue;
    for (const auto& attribute : keys->sort) rule.key_names.push_back(attribute.name);
  }
  return rules;
}

std::vector<Rule> rules_of(const db::table::Catalog& catalog, const db::table::Scope& scope) {
  std::vector<Rule> all;
  for (const auto& table : catalog.all()) {
    if (table->scope != scope) continue;
    for (const Insights& insights : table->insights)
      for (Rule& rule : rules_of(*table, insights)) all.push_back(std::move(rule));
  }
  std::sort(all.begin(), all.end(), [](const Rule& a, const Rule& b) { return a.name < b.name; });
  return all;
}

std::int64_t new_since(const db::table::Catalog& catalog, const db::table::Scope& scope,
                       std::int64_t now_millis) {
  std::set<std::int64_t> taken;
  for (const auto& table : catalog.all()) {
    if (table->scope != scope) continue;
    for (const Insights& insights : table->insights) taken.insert(insights.since_millis);
  }
  while (taken.contains(now_millis)) ++now_millis;
  return now_millis;
}

}  // namespace stator::monitoring::insights
