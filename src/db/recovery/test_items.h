// Items of tests: a key pk, and perhaps a value.
#pragma once

#include <map>
#include <string>

#include "db/model/value_writer.h"

namespace stator::db::recovery {

inline std::string item(const std::string& pk, const std::string& value = "") {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("pk");
  writer.string(pk);
  if (!value.empty()) {
    writer.name("value");
    writer.string(value);
  }
  writer.end_map();
  return out;
}

using Items = std::map<std::string, std::string>;  // pk -> value

}  // namespace stator::db::recovery
