// One record after the other out of the plain bytes of an object, and the item that it says: what the formats
// differ in.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "messages/dynamodb.h"
#include "messages/fill.h"
#include "transfer/source/object_items.h"

namespace stator::transfer {

class RecordReader {
 public:
  using Step = ObjectItems::Step;

  virtual ~RecordReader() = default;

  // What the bytes say next; kMore if all of them are used. Takes what it uses off the front of *bytes, which
  // is nothing behind the record. Never kDone; after kBroken no more.
  virtual Step take(std::string_view* bytes) = 0;
  // The record that the object ends with; kMore if there is none.
  virtual Step end() = 0;

  const std::string& item() const { return item_; }
  virtual std::optional<ItemCondition> take_condition() { return std::nullopt; }
  const std::string& problem() const { return problem_; }

 protected:
  Step good(std::string encoded) {
    item_ = std::move(encoded);
    return Step::kItem;
  }
  Step bad(std::string problem) {
    problem_ = std::move(problem);
    return Step::kBad;
  }
  Step broken(std::string problem) {
    problem_ = std::move(problem);
    return Step::kBroken;
  }
  Step too_large() {
    return broken(messages::fill(messages::kImportRecordTooLarge, {std::to_string(kMaxRecordBytes)}));
  }

 private:
  std::string item_, problem_;
};

}  // namespace stator::transfer
