#include "db/statement/page_token.h"

#include "base/base64.h"
#include "base/crc32.h"
#include "db/model/value.h"
#include "messages/dynamodb.h"
#include "messages/statements.h"
#include "storage/hash.h"

namespace stator::db::statement {
namespace {

// A token before base64: version, hash, partition, key, CRC-32 of all that. Numbers are big-endian.
constexpr char kVersion = 1;
constexpr std::size_t kHashBytes = 8;
constexpr std::size_t kPartitionBytes = 4;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = 1 + kHashBytes + kPartitionBytes;

void append_number(std::uint64_t value, std::size_t bytes, std::string* out) {
  while (bytes-- > 0) *out += static_cast<char>(value >> (8 * bytes));
}

std::uint64_t read_number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

Error invalid_token() { return validation_error(std::string(messages::kInvalidNextToken)); }

}  // namespace

std::uint64_t statement_hash(std::string_view text, std::span<const std::string_view> parameters,
                             std::string_view table_uuid) {
  std::string bytes;
  const auto append = [&bytes](std::string_view part) {
    append_number(part.size(), sizeof(std::uint64_t), &bytes);
    bytes += part;
  };
  append(text);
  append(table_uuid);
  for (const std::string_view parameter : parameters) append(parameter);
  return storage::stable_hash(bytes);
}

std::string write_page_token(const PagePosition& position, std::uint64_t hash) {
  std::string bytes(1, kVersion);
  append_number(hash, kHashBytes, &bytes);
  append_number(position.partition, kPartitionBytes, &bytes);
  bytes += position.key;
  append_number(base::crc32(bytes), kChecksumBytes, &bytes);
  std::string token;
  base::append_base64(bytes, token);
  return token;
}

Result<PagePosition> read_page_token(std::string_view token, std::uint64_t hash) {
  std::string decoded;
  if (!base::append_base64_decoded(token, decoded)) return invalid_token();
  if (decoded.size() < kHeaderBytes + kChecksumBytes || decoded.front() != kVersion) return invalid_token();
  const std::string_view bytes(decoded);
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  if (read_number(bytes.substr(body.size())) != base::crc32(body)) return invalid_token();
  if (read_number(body.substr(1, kHashBytes)) != hash)
    return validation_error(std::string(messages::kTokenMismatch));
  PagePosition position;
  position.partition = static_cast<std::uint32_t>(read_number(body.substr(1 + kHashBytes, kPartitionBytes)));
  position.key = body.substr(kHeaderBytes);
  if (position.key.empty()) return position;
  // The checksum is no secret: the key must be looked at before it is read.
  const bool is_map = model::valid(position.key) && model::ValueView(position.key).type() == model::Type::kM;
  if (!is_map) return invalid_token();
  return position;
}

}  // namespace stator::db::statement
