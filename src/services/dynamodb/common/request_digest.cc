#include "services/dynamodb/common/request_digest.h"

#include <algorithm>

#include "keyspace/keys.h"

namespace stator::services::dynamodb {
namespace {

// The members in the order of their names.
template <typename T>
std::vector<const typename Map<T>::value_type*> sorted(const Map<T>& map) {
  std::vector<const typename Map<T>::value_type*> members;
  members.reserve(map.size());
  for (const auto& member : map) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  return members;
}

}  // namespace

void RequestDigest::add(std::string_view text) {
  content_.append(std::to_string(text.size())).push_back(':');
  content_.append(text);
}

void RequestDigest::add(const std::optional<std::string>& text) {
  if (text) {
    add(std::string_view(*text));
  } else {
    content_.push_back('-');
  }
}

void RequestDigest::add(const std::optional<AttributeMap>& map) {
  if (map) {
    add(std::string_view(map->bytes));
  } else {
    content_.push_back('-');
  }
}

void RequestDigest::add(const std::optional<Map<std::string>>& names) {
  content_.push_back('n');
  if (!names) return;
  for (const auto* name : sorted(*names)) {
    add(std::string_view(name->first));
    add(std::string_view(name->second));
  }
}

void RequestDigest::add(const std::optional<Map<AttributeValue>>& values) {
  content_.push_back('v');
  if (!values) return;
  for (const auto* value : sorted(*values)) {
    add(std::string_view(value->first));
    add(std::string_view(value->second.bytes));
  }
}

std::string RequestDigest::finish() const {
  std::string out;
  for (std::uint64_t hash : {keyspace::stable_hash(content_), keyspace::stable_hash(content_ + "#")})
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(hash >> shift));
  return out;
}

}  // namespace stator::services::dynamodb
