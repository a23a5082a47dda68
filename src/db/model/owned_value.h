// An attribute value as an owned tree, for the few places that edit inside a document: UpdateItem on nested
// paths and projections of nested paths. Everything else reads ValueView.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "db/model/value.h"
#include "db/model/value_writer.h"

namespace stator::db::model {

class OwnedValue {
 public:
  using List = std::vector<OwnedValue>;
  using Map = std::map<std::string, OwnedValue, std::less<>>;

  explicit OwnedValue(ValueView value);  // copies; lists and maps are unfolded lazily (see list(), map())
  explicit OwnedValue(List list);
  explicit OwnedValue(Map map);

  Type type() const;
  // Unfold the encoded bytes on first use. Preconditions: type() is kL / kM.
  List& list();
  Map& map();
  void write(ValueWriter* writer) const;

 private:
  std::variant<std::string, List, Map> state_;  // a string holds encoded bytes of any type
};

}  // namespace stator::db::model
