// Values as AWS echoes them in error messages: Java's toString() of its request classes.
#pragma once

#include <string>
#include <string_view>

#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// [KeySchemaElement(attributeName=pk, keyType=HASH), ...], {key=value, ...}, or the plain text of a scalar.
void describe(const Shape& shape, const void* value, std::string* out);

// "TableName" becomes "tableName".
void append_lower_first(std::string_view name, std::string* out);

}  // namespace stator::aws::protocol
