#include "services/dynamodb/shapes/attribute_value.h"

#include "aws/protocol/json_cursor.h"

namespace stator::services::dynamodb {
namespace {

namespace attribute_json = db::attribute_json;
namespace protocol = aws::protocol;
using db::model::MapView;
using db::model::ValueView;

aws::Error to_aws(db::Error error) {
  if (error.kind == db::ErrorKind::kSerialization) return aws::serialization_error(std::move(error.message));
  return aws::validation_error(std::move(error.message));
}

template <db::Result<AttributeMap> (*kRead)(const simdjson::dom::element&)>
aws::Result<base::Ok> read(const protocol::JsonCursor& cursor, void* value) {
  auto parsed = kRead(cursor.element);
  if (!parsed.ok()) return to_aws(std::move(parsed).error());
  *static_cast<AttributeMap*>(value) = std::move(*parsed);
  return base::Ok{};
}

void write_value(const void* value, std::string* out) {
  attribute_json::write_value(ValueView(static_cast<const AttributeValue*>(value)->bytes), out);
}

void write_map(const void* value, std::string* out) {
  attribute_json::write_map(MapView(static_cast<const AttributeMap*>(value)->bytes), out);
}

void describe_value(const void* value, std::string* out) {
  if (static_cast<const AttributeValue*>(value)->invalid) return;
  write_value(value, out);
}

void describe_map(const void* value, std::string* out) {
  if (static_cast<const AttributeMap*>(value)->invalid) return;
  write_map(value, out);
}

aws::Result<base::Ok> read_no_views(const protocol::JsonCursor&, void*) { return base::Ok{}; }

void write_views(const void* value, std::string* out) {
  const auto& items = static_cast<const ItemViews*>(value)->items;
  out->push_back('[');
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out->push_back(',');
    attribute_json::write_map(items[i], out);
  }
  out->push_back(']');
}

constexpr protocol::Foreign kValueFunctions{read<attribute_json::read_value>, write_value, describe_value};
constexpr protocol::Foreign kMapFunctions{read<attribute_json::read_map>, write_map, describe_map};
constexpr protocol::Foreign kViewFunctions{read_no_views, write_views, write_views};

}  // namespace

constinit const protocol::TypedShape<AttributeValue> kAttributeValue =
    protocol::foreign_shape<AttributeValue>(kValueFunctions);
constinit const protocol::TypedShape<AttributeMap> kAttributeMap =
    protocol::foreign_shape<AttributeMap>(kMapFunctions);
constinit const protocol::TypedShape<ItemViews> kItemViews =
    protocol::foreign_shape<ItemViews>(kViewFunctions);

}  // namespace stator::services::dynamodb
