#include "services/dynamodb/ops/list_tags_of_resource.h"

#include <algorithm>

#include "base/base64.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/resource_arn.h"

namespace stator::services::dynamodb {
namespace {

constexpr std::size_t kTagsPerPage = 10;  // rule 52

}  // namespace

// Pages are in order of key; the token is the last key of the page before, so that it stays right when tags
// change.
base::Task<aws::Result<ListTagsOfResourceResponse>> list_tags_of_resource(
    db::table::Database& database, const aws::RequestContext& context, ListTagsOfResourceRequest& request) {
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table_by_arn(database, context, *request.resource_arn));
  std::string after;
  if (request.next_token &&
      (request.next_token->empty() || !base::append_base64_decoded(*request.next_token, after)))
    co_return aws::validation_error(messages::kInvalidNextToken);
  std::vector<db::table::Tag> tags = table->tags;
  std::erase_if(tags, [&](const db::table::Tag& tag) { return tag.key <= after; });
  std::sort(tags.begin(), tags.end(), [](const auto& a, const auto& b) { return a.key < b.key; });

  ListTagsOfResourceResponse response;
  for (std::size_t i = 0; i < std::min(tags.size(), kTagsPerPage); ++i)
    response.tags.push_back({tags[i].key, tags[i].value});
  if (tags.size() > kTagsPerPage)
    base::append_base64(tags[kTagsPerPage - 1].key, response.next_token.emplace());
  co_return response;
}

}  // namespace stator::services::dynamodb
