// The rules of contributor insights that a table's settings make: their names, and what they count. Rules are
// not stored, they follow from the catalog: a table or index that is gone, or has insights disabled, has
// none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/table/catalog.h"
#include "db/table/key_activity.h"
#include "db/table/schema.h"

namespace stator::monitoring::insights {

using db::table::KeyCount;

// Of one account and region (AWS: CloudWatch service quotas).
inline constexpr std::size_t kMaxRules = 100;
inline constexpr std::size_t kMaxRuleNameBytes = 128;

struct Rule {
  std::string name;
  std::uint32_t table_id = 0;
  std::uint16_t index_id = 0;
  std::int64_t since_millis = 0;
  KeyCount counts = KeyCount::kAccessedPartitions;
  std::vector<std::string> key_names;  // of the attributes of its keys

  // Units are summed up, throttled requests counted.
  bool is_sum() const {
    return counts == KeyCount::kAccessedPartitions || counts == KeyCount::kAccessedItems;
  }
  // As DescribeInsightRules shows it: JSON, in ASCII.
  std::string definition() const;
};

// Those of a table or one of its global indexes, in AWS's order: PKC, PKT, SKC, SKT. None where insights are
// not enabled.
std::vector<Rule> rules_of(const db::table::TableSchema& table, const db::table::Insights& insights);
// Those of all tables and indexes of a scope, in order of their names.
std::vector<Rule> rules_of(const db::table::Catalog& catalog, const db::table::Scope& scope);

// A millisecond, `now_millis` or a later one, that no table or index of the scope has: with it the names of
// new rules are new.
std::int64_t new_since(const db::table::Catalog& catalog, const db::table::Scope& scope,
                       std::int64_t now_millis);

}  // namespace stator::monitoring::insights
