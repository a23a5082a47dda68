// The registry of every key space, and the layout of keys (docs/formats/keys.md). Pure; all integers
// big-endian.
//
//   key = space u8 | table u32 BE | index u16 BE | hash u64 BE | rest
//
// space first: a Scan of items meets only items. hash: 64-bit hash of the partition key's ordered bytes; it
// gives Scan its order, segments and split points, and places what belongs together together. rest: tuple of
// ordered elements. Keys of one table and space are one contiguous range, so a table is dropped by range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine.h"

namespace stator::keyspace {

enum class Space : std::uint8_t {
  kMeta = 0x01,      // one-off records: next table id, ...          rest: name
  kCatalog = 0x02,   // table descriptors                             rest: account, region, table name
  kStream = 0x03,    // streams of changes                            rest: account, region, table name, label
  kIdentity = 0x04,  // users, groups, roles, policies, keys             rest: account, kind, name or id
  kBackup = 0x05,    // backups of tables                             rest: account, region, table name, id
  kExport = 0x06,    // exports of tables                             rest: account, region, table name, id
  kImport = 0x07,    // imports into tables                           rest: account, region, table name, id
  kBulkPut = 0x08,   // bulk puts into tables                         rest: account, region, table name, id
  kBulkMark =
      0x09,      // their items that were written   rest: account, region, table name, id, object, record u64
  kItem = 0x10,  // items                                         hash(pk); rest: pk, [sk]
  kLocalIndex =
      0x11,  // LSI entries       index = index id            hash(pk); rest: pk, index sk, [table sk]
  kGlobalIndex =
      0x12,  // GSI entries       index = index id            hash(index pks); rest: index keys, table keys
  kVectorIndex = 0x13,  // vectors           index = index id            hash(HASH of the search schema, or
                        // 0); rest: that attribute, the item's hash and rest
  kCounter = 0x20,      // item counts and sizes                         rest: name
  kCollection = 0x21,   // bytes of an item collection (tables with LSIs) hash(pk); rest: pk
  kTimeToLive =
      0x22,  // time index of expiring items; index = its id   rest: second u64, the item's hash and rest
  kIdempotency = 0x30,  // client request tokens                         rest: bucket, token
  kLogGroup = 0x40,     // log groups                                    rest: account, region, name
  kLogStream = 0x41,    // log streams                  rest: account, region, group's name, name
  kLogEvent = 0x42,     // log events      hash = group's id; rest: stream's id, millisecond, number u64
  kLogRemoval = 0x43,   // log events to be removed     rest: group's id, stream's id (0: all) u64
  kFunction = 0x48,  // functions, their versions and aliases         rest: account, region, kind, name, ...
  kTrigger = 0x49,   // event source mappings                         rest: account, region, id
  kTriggerPosition = 0x4A,  // how far they have read                    rest: id, shard u64
  kBucket = 0x50,           // buckets                                       rest: account, bucket name
  kObject = 0x51,           // objects                         bucket id;    rest: object key
  kUpload = 0x52,           // multipart uploads               bucket id;    rest: object key, upload id
  kUploadPart = 0x53,  // their parts                     bucket id;    rest: upload id, part number (u64)
  kBlob = 0x54,        // blobs in use (index 0), to be removed (1)     rest: blob id
  kMetric = 0x60,  // metrics          rest: account, region, namespace, name, names and values of dimensions
  kDatapoint = 0x61,  // their values     table = resolution in seconds, hash = span of time; rest: metric's
                      // id, second, unit
  kAlarm = 0x62,      // alarms           rest: account, region, name
  kAlarmHistory = 0x63,  // index 0: millisecond, number u64, account, region, alarm's name; index 1: account,
                         // region, alarm's name, millisecond, number
  kDashboard = 0x64,     // dashboards                                     rest: account, name
  kKeyCount = 0x65,      // contributor insights  hash = hour; rest: table's id, index's, millisecond of the
                         // rules, what is counted, second
};

inline constexpr std::size_t kHashOffset = 1 + 4 + 2;
inline constexpr std::size_t kHeaderBytes = kHashOffset + 8;

// Builds one key. Elements are appended in order and are self-delimiting, and memcmp of two keys of the same
// space and index orders them element by element.
class KeyBuilder {
 public:
  KeyBuilder(Space space, std::uint32_t table, std::uint16_t index);

  // Order-preserving elements. bytes(): 0x00 is escaped and the end marked, so that prefixes sort first.
  KeyBuilder& bytes(std::string_view value);
  // Like bytes() without the end mark: the common prefix of all keys whose element begins with `value`.
  KeyBuilder& bytes_prefix(std::string_view value);
  KeyBuilder& raw(std::string_view ordered);  // bytes that are already ordered and self-delimiting
  KeyBuilder& u64(std::uint64_t value);
  // Fills the hash field: of the bytes appended since the header so far.
  KeyBuilder& seal_hash();
  KeyBuilder& set_hash(std::uint64_t hash);

  std::string take() { return std::move(key_); }
  const std::string& view() const { return key_; }

 private:
  void append_escaped(std::string_view value);

  std::string key_;
};

// Reads the elements of a key back.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key);  // skips the header; precondition: at least kHeaderBytes
  // The next element; nothing if the rest does not begin with a well-formed one (it is then left as it is).
  std::optional<std::string> bytes();
  std::optional<std::uint64_t> u64();
  // Skips a raw element whose length the caller found out from rest(). Precondition: not longer than rest().
  void skip(std::size_t length) { rest_.remove_prefix(length); }
  std::string_view rest() const { return rest_; }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// Fields of a key's header; precondition: at least kHeaderBytes.
Space key_space(std::string_view key);
std::uint16_t key_index(std::string_view key);
std::uint64_t key_hash(std::string_view key);

// All keys of a table and index in a space.
storage::KeyRange table_range(Space space, std::uint32_t table, std::uint16_t index);
// Every index of the table in this space.
storage::KeyRange table_range_all(Space space, std::uint32_t table);
// Segment `segment` of `total` (parallel scan): cuts the hash space evenly, without gaps or overlaps.
// Precondition: segment < total.
storage::KeyRange segment_range(Space space, std::uint32_t table, std::uint16_t index, std::uint32_t segment,
                                std::uint32_t total);
// All keys that begin with `prefix`.
storage::KeyRange prefix_range(std::string_view prefix);
// The smallest key above all keys that begin with `prefix`; empty = there is none (no upper bound).
std::string prefix_end(std::string_view prefix);

// 64-bit hash of bytes, stable on disk (XXH64, seed 0).
std::uint64_t stable_hash(std::string_view bytes);

}  // namespace stator::keyspace
