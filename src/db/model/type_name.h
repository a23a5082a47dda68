// type_from_name() of value.h, to be inlined where it is asked for every value.
#pragma once

#include <optional>
#include <string_view>

#include "db/model/value.h"

namespace stator::db::model {

// "S" -> Type::kS. nullopt: no type has that name.
[[gnu::always_inline]] inline std::optional<Type> type_named(std::string_view name) {
  if (name.size() == 1) {
    switch (name[0]) {
      case 'S':
        return Type::kS;
      case 'N':
        return Type::kN;
      case 'B':
        return Type::kB;
      case 'M':
        return Type::kM;
      case 'L':
        return Type::kL;
      default:
        return std::nullopt;
    }
  }
  if (name.size() == 2 && name[1] == 'S') {
    switch (name[0]) {
      case 'S':
        return Type::kSs;
      case 'N':
        return Type::kNs;
      case 'B':
        return Type::kBs;
      default:
        return std::nullopt;
    }
  }
  if (name == "BOOL") return Type::kBool;
  if (name == "NULL") return Type::kNull;
  return std::nullopt;
}

}  // namespace stator::db::model
