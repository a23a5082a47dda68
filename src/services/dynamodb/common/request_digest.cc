#include "services/dynamodb/common/request_digest.h"

#include "keyspace/keys.h"

namespace stator::services::dynamodb {

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
  for (const auto& [placeholder, name] : *names) {
    add(std::string_view(placeholder));
    add(std::string_view(name));
  }
}

void RequestDigest::add(const std::optional<Map<AttributeValue>>& values) {
  content_.push_back('v');
  if (!values) return;
  for (const auto& [placeholder, value] : *values) {
    add(std::string_view(placeholder));
    add(std::string_view(value.bytes));
  }
}

std::string RequestDigest::finish() const {
  std::string out;
  for (std::uint64_t hash : {keyspace::stable_hash(content_), keyspace::stable_hash(content_ + "#")})
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(hash >> shift));
  return out;
}

}  // namespace stator::services::dynamodb
