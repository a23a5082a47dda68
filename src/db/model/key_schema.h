// The key attributes of a table or an index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/model/value.h"

namespace stator::db::model {

struct KeyAttribute {
  std::string name;
  Type type = Type::kS;  // kS, kN or kB

  bool operator==(const KeyAttribute&) const = default;
};

// A table has one partition attribute and at most one sort attribute; a global index up to four of each (rule
// 43).
struct KeySchema {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;

  bool contains(std::string_view name) const {
    for (const KeyAttribute& a : partition)
      if (a.name == name) return true;
    for (const KeyAttribute& a : sort)
      if (a.name == name) return true;
    return false;
  }
  bool operator==(const KeySchema&) const = default;
};

inline constexpr std::size_t kMaxIndexPartitionAttributes = 4;
inline constexpr std::size_t kMaxIndexSortAttributes = 4;

}  // namespace stator::db::model
