// What the operations of IAM have in common: finding, checking, paging, errors.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "aws/error.h"
#include "aws/request_context.h"
#include "base/base64.h"
#include "base/random.h"
#include "identity/directory.h"
#include "services/iam/messages.h"
#include "services/iam/shapes/types.h"

namespace stator::services::iam {

using identity::PrincipalKind;
using identity::PrincipalRef;

// What the operations work on. Both outlive them.
struct Iam {
  identity::Directory& directory;
  base::Random& random;
};

aws::Error no_such_entity(std::string message);
aws::Error already_exists(std::string message);
aws::Error delete_conflict(std::string_view message);
aws::Error limit_exceeded(std::string message);
aws::Error invalid_input(std::string message);
aws::Error malformed_policy(std::string message);

// NoSuchEntity.
aws::Result<PrincipalRef> find_principal(const identity::Directory& directory, PrincipalKind kind,
                                         std::string_view account, std::string_view name);
// One of the account, or of AWS: those of other accounts are not there.
aws::Result<identity::ManagedPolicyRef> find_policy(const identity::Directory& directory,
                                                    std::string_view account, std::string_view arn);
// One of the account's own, to be changed: NoSuchEntity or AccessDenied.
aws::Result<identity::ManagedPolicyRef> find_own_policy(const identity::Directory& directory,
                                                        std::string_view account, std::string_view arn);

// ValidationError for a name or path with characters that AWS does not take; `member` is "roleName".
aws::Result<base::Ok> check_name(std::string_view member, std::string_view name);
aws::Result<base::Ok> check_path(std::string_view member, std::string_view path);
// MalformedPolicyDocument.
aws::Result<base::Ok> check_document(const std::string& document, authz::DocumentKind kind);
// The tags of a request; InvalidInput for a key that stands twice.
aws::Result<std::vector<identity::Tag>> check_tags(const std::optional<std::vector<Tag>>& tags);

// Stores what `edit` makes of a principal. NoSuchEntity without one.
base::Task<aws::Result<base::Ok>> change_principal(
    Iam& iam, std::string account, PrincipalKind kind, std::string name,
    std::function<aws::Result<base::Ok>(identity::Draft&, identity::Principal*)> edit);

std::string member_name(PrincipalKind kind);  // "roleName"
std::string title(PrincipalKind kind);        // "Role"

std::vector<Tag> tags_of(const std::vector<identity::Tag>& tags);
inline Timestamp time_of(std::int64_t unix_millis) { return {unix_millis / 1000 * 1000}; }
// Policy documents are percent-encoded in responses.
std::string encoded_document(std::string_view document);

// One page of a list, for its Marker, MaxItems and IsTruncated.
template <typename T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> marker;  // of the next page
};

// `items` stand in the order of `key`, which is different for each. ValidationError for a marker that is
// none.
template <typename T, typename Key>
aws::Result<Page<T>> take_page(std::vector<T> items, const std::optional<std::string>& marker,
                               const std::optional<std::int64_t>& max_items, Key key) {
  constexpr std::int64_t kDefaultItems = 100;
  const auto limit = static_cast<std::size_t>(max_items.value_or(kDefaultItems));
  auto first = items.begin();
  if (marker) {
    std::string after;
    if (!base::append_base64_decoded(*marker, after))
      return aws::validation_error(std::string(messages::kBadMarker));
    first = std::find_if(items.begin(), items.end(), [&](const T& item) { return key(item) > after; });
  }
  Page<T> page;
  while (first != items.end() && page.items.size() < limit) page.items.push_back(std::move(*first++));
  if (first != items.end()) base::append_base64(key(page.items.back()), page.marker.emplace());
  return page;
}

// Sets IsTruncated and Marker of a response.
template <typename T, typename Response>
void finish_page(const Page<T>& page, Response* response) {
  response->is_truncated = page.marker.has_value();
  response->marker = page.marker;
}

}  // namespace stator::services::iam
