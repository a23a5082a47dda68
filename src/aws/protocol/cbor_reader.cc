#include "aws/protocol/cbor_reader.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "aws/protocol/cbor_item.h"
#include "aws/protocol/shape_values.h"
#include "base/check.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

// ---- All of this is about bodies that are well-formed: nothing is cut off, counts and lengths are true.

CborHead take_head(std::string_view* rest) {
  CborHead head;
  STATOR_CHECK(take_cbor_head(rest, &head));
  return head;
}

void skip_item(std::string_view* rest) { STATOR_CHECK(skip_cbor_item(rest)); }

// True if there is a null, which is then taken.
bool take_null(std::string_view* rest) {
  std::string_view after = *rest;
  if (!take_head(&after).is_null()) return false;
  *rest = after;
  return true;
}

// The rest of a text. In one piece it is a view into the body, else it is put together in `joined`.
std::string_view take_text(const CborHead& head, std::string_view* rest, std::string* joined) {
  if (!head.indefinite()) {
    const std::string_view text = rest->substr(0, static_cast<std::size_t>(head.argument));
    rest->remove_prefix(text.size());
    return text;
  }
  joined->clear();
  for (CborHead chunk = take_head(rest); !chunk.is_break(); chunk = take_head(rest)) {
    const auto size = static_cast<std::size_t>(chunk.argument);
    joined->append(rest->substr(0, size));
    rest->remove_prefix(size);
  }
  return *joined;
}

// Counts the items of an array, or the pairs of a map.
class Items {
 public:
  Items(const CborHead& head, std::string_view* rest)
      : rest_(rest), indefinite_(head.indefinite()), left_(head.argument) {}

  bool next() {
    if (!indefinite_) return left_-- > 0;
    std::string_view after = *rest_;
    if (!take_head(&after).is_break()) return true;
    *rest_ = after;
    return false;
  }

 private:
  std::string_view* const rest_;
  const bool indefinite_;
  std::uint64_t left_;
};

// ---- wrong types, in the words of the JSON protocols

std::string_view scalar_token(const CborHead& head) {
  switch (head.major) {
    case CborMajor::kUnsigned:
    case CborMajor::kNegative:
    case CborMajor::kTag:  // as a rule a time
      return "NUMBER_VALUE";
    case CborMajor::kText:
      return "STRING_VALUE";
    case CborMajor::kBytes:
      return "BLOB_VALUE";
    default:
      break;
  }
  if (head.is_float()) return "NUMBER_VALUE";
  if (head.is_null()) return "NULL_VALUE";
  return head.info == CborHead::kTrue ? "TRUE_VALUE" : "FALSE_VALUE";
}

Error wrong_container(const CborHead& head) {
  if (head.major == CborMajor::kMap) return serialization_error(std::string(messages::kStructureNotExpected));
  if (head.major == CborMajor::kArray) return serialization_error(std::string(messages::kListNotExpected));
  return serialization_error(std::string(messages::kUnexpectedFieldType));
}

Error wrong_scalar(const CborHead& head, std::string_view wanted) {
  if (head.major == CborMajor::kMap || head.major == CborMajor::kArray) return wrong_container(head);
  return serialization_error(
      std::string(scalar_token(head)).append(messages::kCannotBeConverted).append(wanted));
}

// ---- values

bool is_integer(const CborHead& head) {
  return head.major == CborMajor::kUnsigned || head.major == CborMajor::kNegative;
}

// Of every kind of number. Precondition: it is one.
double number_of(const CborHead& head) {
  if (head.is_float()) return head.number();
  if (head.major == CborMajor::kUnsigned) return static_cast<double>(head.argument);
  // Added before it is rounded, and rounded once.
  return head.argument == UINT64_MAX ? -0x1p64 : -static_cast<double>(head.argument + 1);
}

Result<base::Ok> read_integer(const CborHead& head, std::int64_t low, std::int64_t high,
                              std::string_view wanted, std::int64_t* value) {
  if (is_integer(head)) {
    if (head.argument > static_cast<std::uint64_t>(INT64_MAX)) return wrong_scalar(head, wanted);
    const auto magnitude = static_cast<std::int64_t>(head.argument);
    *value = head.major == CborMajor::kUnsigned ? magnitude : -1 - magnitude;
  } else if (head.is_float()) {
    if (!drop_fraction(head.number(), low, high, value)) return wrong_scalar(head, wanted);
  } else {
    return wrong_scalar(head, wanted);
  }
  if (*value < low || *value > high) return wrong_scalar(head, wanted);
  return base::Ok{};
}

Result<base::Ok> read_timestamp(const CborHead& head, std::string_view* rest, Timestamp* value) {
  if (head.major != CborMajor::kTag || head.argument != kEpochTag) return wrong_scalar(head, "Timestamp");
  const CborHead seconds = take_head(rest);
  if (!is_integer(seconds) && !seconds.is_float()) return wrong_scalar(seconds, "Timestamp");
  const double number = number_of(seconds);
  if (!std::isfinite(number)) return wrong_scalar(seconds, "Timestamp");
  *value = timestamp_of(number);
  return base::Ok{};
}

Result<base::Ok> read_scalar(const Shape& shape, std::string_view* rest, void* value) {
  const CborHead head = take_head(rest);
  std::string joined;
  switch (shape.kind) {
    case Kind::kString:
      if (head.major != CborMajor::kText) return wrong_scalar(head, "String");
      *static_cast<std::string*>(value) = take_text(head, rest, &joined);
      return base::Ok{};
    case Kind::kInteger:
      return read_integer(head, INT32_MIN, INT32_MAX, "Integer", static_cast<std::int64_t*>(value));
    case Kind::kLong:
      return read_integer(head, INT64_MIN, INT64_MAX, "Long", static_cast<std::int64_t*>(value));
    case Kind::kDouble:
      if (!is_integer(head) && !head.is_float()) return wrong_scalar(head, "Double");
      *static_cast<double*>(value) = number_of(head);
      return base::Ok{};
    case Kind::kBoolean: {
      const bool is_boolean =
          head.major == CborMajor::kOther && (head.info == CborHead::kTrue || head.info == CborHead::kFalse);
      if (!is_boolean) return wrong_scalar(head, "Boolean");
      *static_cast<bool*>(value) = head.info == CborHead::kTrue;
      return base::Ok{};
    }
    case Kind::kTimestamp:
      return read_timestamp(head, rest, static_cast<Timestamp*>(value));
    default:
      STATOR_CHECK(shape.kind == Kind::kEnum);
      if (head.major != CborMajor::kText) return wrong_scalar(head, "String");
      set_enum(shape, take_text(head, rest, &joined), static_cast<EnumValue*>(value));
      return base::Ok{};
  }
}

Result<base::Ok> read_value(const Shape& shape, std::string_view* rest, void* value);

Result<base::Ok> read_structure(const Structure& structure, std::string_view* rest, void* value) {
  const CborHead head = take_head(rest);
  if (head.major != CborMajor::kMap) return wrong_container(head);
  std::string joined;
  for (Items fields(head, rest); fields.next();) {
    const CborHead name = take_head(rest);
    if (name.major != CborMajor::kText) return serialization_error("");
    const Member* member = find_member(structure, take_text(name, rest, &joined));
    if (member == nullptr) {
      skip_item(rest);
    } else if (!take_null(rest)) {
      STATOR_TRY(read_value(*member->shape, rest, member->emplace(value)));
    }
  }
  return base::Ok{};
}

Result<base::Ok> read_list(const Shape& shape, std::string_view* rest, void* list) {
  const CborHead head = take_head(rest);
  if (head.major != CborMajor::kArray) return wrong_container(head);
  const std::size_t most = most_elements(shape);
  std::size_t count = 0;
  for (Items elements(head, rest); elements.next();) {
    if (count == most) {
      skip_item(rest);
      continue;
    }
    ++count;
    void* value = shape.list->append(list);
    if (take_null(rest)) continue;
    STATOR_TRY(read_value(*shape.element, rest, value));
  }
  return base::Ok{};
}

struct Entry {
  std::string key;
  std::string_view value;  // with all that comes behind it
};

// The entries of which a later one has the same key.
std::vector<bool> superseded_entries(const std::vector<Entry>& entries) {
  // Sorted, not hashed: a client could choose keys of equal hashes.
  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  sorted.reserve(entries.size());
  for (const Entry& entry : entries) sorted.emplace_back(entry.key, sorted.size());
  std::sort(sorted.begin(), sorted.end());
  std::vector<bool> superseded(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i - 1].first == sorted[i].first) superseded[sorted[i - 1].second] = true;
  return superseded;
}

Result<base::Ok> read_map(const Shape& shape, std::string_view* rest, void* map) {
  const CborHead head = take_head(rest);
  if (head.major != CborMajor::kMap) return wrong_container(head);
  std::string joined;
  std::vector<Entry> entries;
  for (Items pairs(head, rest); pairs.next();) {
    const CborHead key = take_head(rest);
    if (key.major != CborMajor::kText) return serialization_error("");
    entries.push_back({std::string(take_text(key, rest, &joined)), *rest});
    skip_item(rest);
  }
  const std::vector<bool> superseded = superseded_entries(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (superseded[i] || take_null(&entries[i].value)) continue;
    STATOR_TRY(read_value(*shape.element, &entries[i].value, shape.map->append(map, entries[i].key)));
  }
  return base::Ok{};
}

Result<base::Ok> read_value(const Shape& shape, std::string_view* rest, void* value) {
  switch (shape.kind) {
    case Kind::kStructure:
      return read_structure(*shape.structure, rest, value);
    case Kind::kList:
      return read_list(shape, rest, value);
    case Kind::kMap:
      return read_map(shape, rest, value);
    default:
      return read_scalar(shape, rest, value);
  }
}

}  // namespace

Result<CborDocument> CborDocument::parse(std::string_view body) {
  std::string_view rest = body;
  if (!body.empty() && (!skip_cbor_item(&rest) || !rest.empty())) return serialization_error("");
  rest = body;
  if (!body.empty() && take_head(&rest).major != CborMajor::kMap) return serialization_error("");
  return CborDocument(body);
}

Result<base::Ok> CborDocument::read(const Structure& structure, void* value) const {
  if (body_.empty()) return base::Ok{};
  std::string_view rest = body_;
  return read_structure(structure, &rest, value);
}

}  // namespace stator::aws::protocol
