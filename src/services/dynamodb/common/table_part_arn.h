// ARNs of what belongs to a table: backups, exports, imports.
#pragma once

#include <optional>
#include <string_view>

#include "aws/arn.h"

namespace stator::services::dynamodb {

// Views into the text that was parsed.
struct TablePart {
  aws::Arn arn;
  std::string_view table_name;
  std::string_view id;
};

// arn:aws:dynamodb:<region>:<account>:table/<name>/<kind>/<id>; nothing for what has another form.
std::optional<TablePart> parse_table_part(std::string_view text, std::string_view kind);

}  // namespace stator::services::dynamodb
