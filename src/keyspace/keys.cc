#include "keyspace/keys.h"

#include "base/check.h"
#include "storage/hash.h"

namespace stator::keyspace {
namespace {

// A zero byte inside an element, and the end of an element. The end sorts below every continuation: a byte
// above zero, or an escaped zero.
constexpr char kEscaped = static_cast<char>(0xff);
constexpr char kEnd = 0x01;

template <typename Integer>
char* write_big_endian(Integer value, char* to) {
  for (int shift = 8 * (static_cast<int>(sizeof(Integer)) - 1); shift >= 0; shift -= 8) {
    *to++ = static_cast<char>(value >> shift);
  }
  return to;
}

template <typename Integer>
void append_big_endian(Integer value, std::string* out) {
  char bytes[sizeof(Integer)];
  write_big_endian(value, bytes);
  out->append(bytes, sizeof bytes);
}

std::uint64_t load_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes.substr(0, 8)) value = value << 8 | byte;
  return value;
}

std::string prefix_of(Space space, std::uint32_t table) {
  std::string prefix;
  prefix.reserve(kHeaderBytes);
  prefix.push_back(static_cast<char>(space));
  append_big_endian(table, &prefix);
  return prefix;
}

std::string prefix_of(Space space, std::uint32_t table, std::uint16_t index) {
  std::string prefix = prefix_of(space, table);
  append_big_endian(index, &prefix);
  return prefix;
}

}  // namespace

KeyBuilder::KeyBuilder(Space space, std::uint32_t table, std::uint16_t index) {
  char header[kHeaderBytes] = {static_cast<char>(space)};  // the hash comes later
  write_big_endian(index, write_big_endian(table, header + 1));
  key_.reserve(64);
  key_.append(header, sizeof header);
}

void KeyBuilder::append_escaped(std::string_view value) {
  for (std::size_t zero = value.find('\0'); zero != std::string_view::npos; zero = value.find('\0')) {
    key_.append(value.substr(0, zero + 1));
    key_.push_back(kEscaped);
    value.remove_prefix(zero + 1);
  }
  key_.append(value);
}

KeyBuilder& KeyBuilder::bytes(std::string_view value) {
  append_escaped(value);
  key_.push_back('\0');
  key_.push_back(kEnd);
  return *this;
}

KeyBuilder& KeyBuilder::bytes_prefix(std::string_view value) {
  append_escaped(value);
  return *this;
}

KeyBuilder& KeyBuilder::raw(std::string_view ordered) {
  key_.append(ordered);
  return *this;
}

KeyBuilder& KeyBuilder::u64(std::uint64_t value) {
  append_big_endian(value, &key_);
  return *this;
}

KeyBuilder& KeyBuilder::seal_hash() {
  return set_hash(stable_hash(std::string_view(key_).substr(kHeaderBytes)));
}

KeyBuilder& KeyBuilder::set_hash(std::uint64_t hash) {
  write_big_endian(hash, key_.data() + kHashOffset);
  return *this;
}

KeyReader::KeyReader(std::string_view key) {
  STATOR_CHECK(key.size() >= kHeaderBytes);
  rest_ = key.substr(kHeaderBytes);
}

std::optional<std::string> KeyReader::bytes() {
  std::string value;
  std::string_view left = rest_;
  while (true) {
    const std::size_t zero = left.find('\0');
    if (zero == std::string_view::npos || zero + 1 == left.size()) return std::nullopt;
    const char mark = left[zero + 1];
    value.append(left.substr(0, zero));
    left.remove_prefix(zero + 2);
    if (mark == kEnd) {
      rest_ = left;
      return value;
    }
    if (mark != kEscaped) return std::nullopt;
    value.push_back('\0');
  }
}

std::optional<std::uint64_t> KeyReader::u64() {
  if (rest_.size() < 8) return std::nullopt;
  const std::uint64_t value = load_big_endian(rest_);
  rest_.remove_prefix(8);
  return value;
}

Space key_space(std::string_view key) {
  STATOR_CHECK(key.size() >= kHeaderBytes);
  return static_cast<Space>(key[0]);
}

std::uint16_t key_index(std::string_view key) {
  STATOR_CHECK(key.size() >= kHeaderBytes);
  return static_cast<std::uint16_t>(static_cast<unsigned char>(key[kHashOffset - 2]) << 8 |
                                    static_cast<unsigned char>(key[kHashOffset - 1]));
}

std::uint64_t key_hash(std::string_view key) {
  STATOR_CHECK(key.size() >= kHeaderBytes);
  return load_big_endian(key.substr(kHashOffset));
}

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == static_cast<char>(0xff)) end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

storage::KeyRange prefix_range(std::string_view prefix) { return {std::string(prefix), prefix_end(prefix)}; }

storage::KeyRange table_range(Space space, std::uint32_t table, std::uint16_t index) {
  return prefix_range(prefix_of(space, table, index));
}

storage::KeyRange table_range_all(Space space, std::uint32_t table) {
  return prefix_range(prefix_of(space, table));
}

storage::KeyRange segment_range(Space space, std::uint32_t table, std::uint16_t index, std::uint32_t segment,
                                std::uint32_t total) {
  STATOR_CHECK(segment < total);
  storage::KeyRange range = table_range(space, table, index);
  // The first hash of segment i is the least integer not below i * 2^64 / total.
  const auto border = [&](std::uint32_t i) {
    const unsigned __int128 scaled = (static_cast<unsigned __int128>(i) << 64) + (total - 1);
    std::string key = prefix_of(space, table, index);
    append_big_endian(static_cast<std::uint64_t>(scaled / total), &key);
    return key;
  };
  if (segment > 0) range.begin = border(segment);
  if (segment + 1 < total) range.end = border(segment + 1);
  return range;
}

std::uint64_t stable_hash(std::string_view bytes) { return storage::stable_hash(bytes); }

}  // namespace stator::keyspace
