// Tags of a table (rule 52).
#pragma once

#include <vector>

#include "aws/error.h"
#include "db/table/schema.h"
#include "services/dynamodb/shapes/tag.h"

namespace stator::services::dynamodb {

// Adds the tags of one request to those that are there; one of the same key gets the new value. Errors:
// ValidationException for a key that stands twice in the request or begins with "aws:", and for more than
// kMaxTags together; `tags` is then unspecified.
aws::Result<base::Ok> add_tags(const std::vector<Tag>& request, std::vector<db::table::Tag>* tags);

}  // namespace stator::services::dynamodb
