// AttributeValue and maps of them: read straight into stored bytes, and written straight from them.
#pragma once

#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value.h"

namespace stator::services::dynamodb {

// `bytes` of one value or of a map; in requests perhaps `invalid`, whose turn to be reported comes later.
using AttributeValue = db::attribute_json::Parsed;
using AttributeMap = db::attribute_json::Parsed;

// Items of a page, in bytes that somebody else owns. Response only.
struct ItemViews {
  std::vector<db::model::ItemView> items;
};

inline AttributeMap attribute_map(std::string bytes) { return {std::move(bytes), std::nullopt}; }

extern const aws::protocol::TypedShape<AttributeValue> kAttributeValue;
extern const aws::protocol::TypedShape<AttributeMap> kAttributeMap;
extern const aws::protocol::TypedShape<ItemViews> kItemViews;

}  // namespace stator::services::dynamodb
