// The beginning of the keys of what belongs to an account and a region.
#pragma once

#include "db/table/schema.h"
#include "keyspace/keys.h"

namespace stator::db::table {

inline keyspace::KeyBuilder scope_key(keyspace::Space space, const Scope& scope) {
  keyspace::KeyBuilder key(space, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

}  // namespace stator::db::table
