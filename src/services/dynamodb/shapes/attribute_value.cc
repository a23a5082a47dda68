#include "services/dynamodb/shapes/attribute_value.h"

#include "aws/protocol/json_cursor.h"

namespace stator::services::dynamodb {
namespace {

namespace attribute_json = db::attribute_json;
namespace protocol = aws::protocol;
using db::model::ItemView;
using db::model::MapView;
using db::model::ValueView;

aws::Error to_aws(db::Error error) {
  if (error.kind == db::ErrorKind::kSerialization) return aws::serialization_error(std::move(error.message));
  return aws::validation_error(std::move(error.message));
}

template <db::Result<AttributeMap> (*kRead)(base::JsonValue)>
aws::Result<base::Ok> read(const protocol::JsonCursor& cursor, void* value) {
  auto parsed = kRead(cursor.value);
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

aws::Result<base::Ok> read_no_view(const protocol::JsonCursor&, void*) { return base::Ok{}; }

void write_view(const void* value, std::string* out) {
  attribute_json::write_map(*static_cast<const ItemView*>(value), out);
}

void* append_view(void* views) { return &static_cast<ItemViews*>(views)->items.emplace_back(); }
const void* view_at(const void* views, std::size_t i) {
  return &static_cast<const ItemViews*>(views)->items[i];
}
std::size_t view_count(const void* views) { return static_cast<const ItemViews*>(views)->items.size(); }

constexpr protocol::Foreign kValueFunctions{read<attribute_json::read_value>, write_value, describe_value};
constexpr protocol::Foreign kMapFunctions{read<attribute_json::read_map>, write_map, describe_map};
constexpr protocol::Foreign kViewFunctions{read_no_view, write_view, write_view};
constexpr protocol::ListAccess kViewList{append_view, view_at, view_count};
constexpr protocol::Shape kView = protocol::foreign_shape<ItemView>(kViewFunctions);

}  // namespace

constinit const protocol::TypedShape<AttributeValue> kAttributeValue =
    protocol::foreign_shape<AttributeValue>(kValueFunctions);
constinit const protocol::TypedShape<AttributeMap> kAttributeMap =
    protocol::foreign_shape<AttributeMap>(kMapFunctions);
constinit const protocol::TypedShape<ItemViews> kItemViews =
    protocol::TypedShape<ItemViews>({.kind = protocol::Kind::kList, .element = &kView, .list = &kViewList});

}  // namespace stator::services::dynamodb
