// Records of the services around the database: structs described by shapes (aws/protocol/shape.h), kept in
// the engine as JSON behind a format byte. A member that a later release adds is simply missing in old
// records. docs/formats/records.md says what each holds.
//
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/protocol/shape.h"
#include "base/task.h"
#include "storage/engine.h"

namespace stator::records {

inline constexpr char kRecordFormat = 1;

template <typename T>
using Result = storage::Result<T>;

// Whether the same may work later: the engine has too much to do, or another writer was first.
bool is_transient(const storage::Error& error);

// The failure of a service, a kind with a message for the log: kBusy for what is transient, else kInternal. A
// service whose kinds have a kUnknown is told of a commit that may have happened or not.
template <typename Failure>
Failure to_failure(const storage::Error& error) {
  using Kind = decltype(Failure::kind);
  if constexpr (requires { Kind::kUnknown; }) {
    if (error.code == storage::ErrorCode::kUnknownOutcome) return {Kind::kUnknown, error.message};
  }
  return {is_transient(error) ? Kind::kBusy : Kind::kInternal, error.message};
}

std::string encode(const aws::protocol::Structure& structure, const void* value);
// Errors: kCorrupt for damaged bytes, or those of a newer format.
Result<base::Ok> decode(const aws::protocol::Structure& structure, std::string_view bytes, void* value);

// A record and the version to guard on; version 0: there is none.
template <typename T>
struct Kept {
  T value;
  storage::CommitVersion version = 0;

  bool exists() const { return version != 0; }
};

template <typename T>
base::Task<Result<Kept<T>>> get(storage::Engine& engine, const aws::protocol::Structure& structure,
                                std::string key) {
  auto record = co_await engine.get_one(key);
  if (!record.ok()) co_return std::move(record).error();
  Kept<T> kept;
  kept.version = record->version;
  if (!kept.exists()) co_return kept;
  STATOR_CO_TRY(decode(structure, record->value, &kept.value));
  co_return kept;
}

// What a scan found, in order of the keys.
struct Found {
  std::string key;
  std::string value;
  storage::CommitVersion version = 0;
};
// At most `limit` of the range.
base::Task<Result<std::vector<Found>>> list(storage::Engine& engine, storage::KeyRange range,
                                            std::size_t limit);

}  // namespace stator::records
