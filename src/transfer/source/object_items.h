// The items in the bytes of one object of an import or a bulk put: decompressed, cut into records, parsed.
// Pure.
//
// DynamoDB JSON and Ion: one item a line, {"Item": {...}}. CSV: one item a line, fields that are quoted may
// hold line ends; the first line names the attributes unless the options do (S3DataImport.Format). A byte
// order mark and blank lines are skipped.
//
// Holds one record and what is made of it, and some 100 KB of buffers, with zstd up to 9 MB, whatever the
// bytes expand to. The steps do not depend on how the bytes are fed. Used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "db/expression/condition.h"
#include "db/table/schema.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Of one record without its line feed, before it is parsed, and the blank lines before it: an item of 400 KB
// with every byte escaped is smaller.
inline constexpr std::size_t kMaxRecordBytes = 4 * 1024 * 1024;
// Of a problem, which may quote the object.
inline constexpr std::size_t kMaxProblemBytes = 1024;

struct SourceFormat {
  DataFormat format = DataFormat::kDynamodbJson;
  Compression compression = Compression::kNone;
  CsvOptions csv;
  // Records may have a ConditionExpression beside the Item, with ExpressionAttributeNames and -Values. Not in
  // CSV.
  bool conditions = false;
};

struct ItemCondition {
  db::expression::Condition condition;
  std::size_t bytes = 0;  // that it may hold: its tree, its names and its values
};

class ObjectItems {
 public:
  // `table` gives the types of key attributes in CSV, and must outlive this.
  ObjectItems(const SourceFormat& format, const db::table::TableSchema& table);
  ~ObjectItems();

  enum class Step {
    kItem,    // item() is the next one
    kBad,     // problem() says what is wrong with the next one; the one behind it may be read
    kBroken,  // problem() says why nothing more can be read; the last step
    kMore,    // feed() more
    kDone,    // the last step
  };
  Step next();
  // More bytes of the object, as they are stored; `last`: it ends with them. Only after kMore, and at the
  // beginning. The bytes must stay until the next kMore, kBroken or kDone.
  void feed(std::string_view bytes, bool last);

  // The encoding of a map (db/model/value.h). Not checked: keys, size. Until the next step.
  std::string_view item() const;
  // Of the item; nothing: it has none. Once.
  std::optional<ItemCondition> take_condition();
  const std::string& problem() const;  // UTF-8, cut off at kMaxProblemBytes
  // Of the record of the last step, counted from 0; a header is none.
  std::uint64_t index() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stator::transfer
