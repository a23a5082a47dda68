#include "db/table/vector_entry.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "db/model/type_name.h"
#include "db/model/value_writer.h"
#include "keyspace/keys.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using model::ItemView;
using model::Number;
using model::Type;
using model::ValueView;

static_assert(std::endian::native == std::endian::little);

constexpr char kEntryFormat = 1;
constexpr std::size_t kHeaderBytes = 1 + sizeof(std::uint32_t) + sizeof(std::uint16_t);

template <typename T>
void append_raw(T value, std::string* out) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out->append(bytes, sizeof bytes);
}

template <typename T>
T read_raw(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

// The floats of a proper vector, appended; false for any other value.
bool append_vector(ValueView value, std::uint32_t dimensions, std::string* out) {
  if (value.type() != Type::kL || value.count() != dimensions) return false;
  for (const ValueView element : value.elements()) {
    if (element.type() != Type::kN) return false;
    const std::optional<float> number = to_float(element);
    if (!number) return false;
    append_raw(*number, out);
  }
  return true;
}

// Most numbers are told to be within the range of floats without a conversion.
bool is_in_range(ValueView number) {
  static const Number kFar = *Number::parse("1E38");
  static const Number kFarBelow = *Number::parse("-1E38");
  const Number value = number.number();
  return (value < kFar && value > kFarBelow) || to_float(number).has_value();
}

std::size_t entry_size(const IndexSchema& index, ItemView item) {
  std::size_t size = index.vector->dimensions * sizeof(float);
  for (const model::Attribute attribute : item)
    if (attribute.name != index.vector->attribute && index.projects(attribute.name))
      size += attribute.name.size() + attribute.value.size_bytes();
  return size;
}

bool is_in_search_schema(const IndexSchema& index, std::string_view name) {
  const auto named = [name](const model::KeyAttribute& attribute) { return attribute.name == name; };
  return std::any_of(index.keys.partition.begin(), index.keys.partition.end(), named) ||
         std::any_of(index.vector->filters.begin(), index.vector->filters.end(), named);
}

}  // namespace

double vector_write_bytes(std::size_t entry_bytes) {
  return std::max(kLeastVectorWriteBytes, static_cast<double>(entry_bytes));
}

std::optional<float> to_float(ValueView number) {
  char text[Number::kMaxTextBytes];
  const char* end = Number::write_text(number.ordered(), text);
  float value = 0;
  const std::from_chars_result read = std::from_chars(text, end, value);
  if (read.ec == std::errc()) return value;
  // Out of range on either side: DynamoDB's numbers reach from 1E-130 to 1E+126.
  double wide = 0;
  std::from_chars(text, end, wide);
  if (std::fabs(wide) < 1) return 0.0F;
  return std::nullopt;
}

Result<base::Ok> check_vector(const VectorSpec& vector, ItemView item) {
  const std::optional<ValueView> value = item.find(vector.attribute);
  if (!value) return base::Ok{};
  if (value->type() != Type::kL)
    return validation_error(
        fmt::format(messages::kVectorType, vector.attribute, model::type_name(value->type())));
  const std::size_t count = value->count();
  if (count != vector.dimensions)
    return validation_error(
        fmt::format(messages::kVectorDimensions, vector.attribute, vector.dimensions, count));
  std::size_t place = 0;
  for (const ValueView element : value->elements()) {
    if (element.type() != Type::kN)
      return validation_error(fmt::format(messages::kVectorElementType, vector.attribute, place,
                                          model::type_name(element.type())));
    if (!is_in_range(element))
      return validation_error(fmt::format(messages::kVectorElementRange, vector.attribute, place));
    ++place;
  }
  return base::Ok{};
}

std::optional<IndexEntry> vector_entry(const TableSchema& table, const IndexSchema& index, ItemView item) {
  const VectorSpec& vector = *index.vector;
  const std::optional<ValueView> embedding = item.find(vector.attribute);
  if (!embedding) return std::nullopt;
  IndexEntry entry;
  const std::string key = item_key(table, item);
  const std::string_view place = std::string_view(key).substr(keyspace::kHashOffset);

  entry.value.reserve(kHeaderBytes + vector.dimensions * sizeof(float) + 64);
  entry.value.push_back(kEntryFormat);
  append_raw(std::uint32_t{0}, &entry.value);
  append_raw(static_cast<std::uint16_t>(place.size()), &entry.value);
  if (!append_vector(*embedding, vector.dimensions, &entry.value)) return std::nullopt;
  model::ValueWriter writer(&entry.value);
  writer.begin_map();
  for (const model::Attribute attribute : item) {
    if (!is_in_search_schema(index, attribute.name)) continue;
    writer.name(attribute.name);
    writer.value(attribute.value);
  }
  writer.end_map();

  entry.size_bytes = entry_size(index, item);
  const auto size = static_cast<std::uint32_t>(entry.size_bytes);
  std::memcpy(entry.value.data() + 1, &size, sizeof size);

  entry.key = vector_partition(table, index, item).append(place);
  return entry;
}

std::optional<IndexEntry> vector_place(const TableSchema& table, const IndexSchema& index, ItemView item) {
  if (!has_valid_keys(index.keys, item) || !item.find(index.vector->attribute)) return std::nullopt;
  if (!check_vector(*index.vector, item).ok()) return std::nullopt;
  IndexEntry entry;
  entry.key = vector_partition(table, index, item)
                  .append(std::string_view(item_key(table, item)).substr(keyspace::kHashOffset));
  entry.size_bytes = entry_size(index, item);
  return entry;
}

bool same_vector(const IndexSchema& index, ItemView before, ItemView after) {
  const auto same = [&](std::string_view name) { return before.find(name) == after.find(name); };
  const auto same_attribute = [&](const model::KeyAttribute& attribute) { return same(attribute.name); };
  const std::vector<model::KeyAttribute>& hash = index.keys.partition;
  const std::vector<model::KeyAttribute>& filters = index.vector->filters;
  return same(index.vector->attribute) && std::all_of(hash.begin(), hash.end(), same_attribute) &&
         std::all_of(filters.begin(), filters.end(), same_attribute);
}

bool VectorEntryView::valid(std::uint32_t dimensions) const {
  const std::size_t floats = dimensions * sizeof(float);
  if (value_.size() <= kHeaderBytes + floats || value_.front() != kEntryFormat) return false;
  const std::string_view map = value_.substr(kHeaderBytes + floats);
  return model::valid(map) && ValueView(map).type() == Type::kM;
}

std::size_t VectorEntryView::size_bytes() const { return read_raw<std::uint32_t>(value_.substr(1)); }

std::string_view VectorEntryView::vector(std::uint32_t dimensions) const {
  return value_.substr(kHeaderBytes, dimensions * sizeof(float));
}

ItemView VectorEntryView::attributes(std::uint32_t dimensions) const {
  return ItemView(value_.substr(kHeaderBytes + dimensions * sizeof(float)));
}

std::string VectorEntryView::item_key(const TableSchema& table, std::string_view entry_key) const {
  const std::size_t length = read_raw<std::uint16_t>(value_.substr(1 + sizeof(std::uint32_t)));
  std::string key = keyspace::KeyBuilder(keyspace::Space::kItem, table.id, 0).take();
  key.resize(keyspace::kHashOffset);
  if (length <= entry_key.size()) key.append(entry_key.substr(entry_key.size() - length));
  return key;
}

}  // namespace stator::db::table
