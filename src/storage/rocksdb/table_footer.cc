#include "storage/rocksdb/table_footer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/rocksdb/varint.h"

namespace stator::storage::rocks {
namespace {

// The kind of the checksums, the places of two blocks, zeros up to 41 bytes, the version, and the number that
// all such files end with (little-endian).
constexpr std::size_t kFooterBytes = 53;
constexpr std::size_t kPlacesBytes = 40;
constexpr char kXxh3 = 4;
constexpr std::string_view kEnd{"\x05\0\0\0\xf7\xcf\xf4\x85\xb7\x41\xe2\x88", 12};
static_assert(kEnd.front() == kTableFormatVersion);

// The first place is of a block that names others. In it this is followed by the place of the properties.
constexpr std::string_view kProperties = "rocksdb.properties";
constexpr std::uint64_t kMostBytesOfNames = 64 << 10;
constexpr std::size_t kEndOfBlockBytes = 4;  // its last bit: an index by hashes

struct Place {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

std::optional<Place> take_place(std::string_view bytes) {
  const std::optional<std::uint64_t> offset = take_varint(bytes), size = take_varint(bytes);
  if (!offset || !size) return std::nullopt;
  return Place{*offset, *size};
}

// Nothing where there is less.
std::optional<std::string> read(int descriptor, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  ssize_t count = 0;
  do {
    count = ::pread(descriptor, bytes.data(), size, static_cast<off_t>(offset));
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(size)) return std::nullopt;
  return bytes;
}

bool has_hash_index(int descriptor, const Place& block) {
  if (block.size < kEndOfBlockBytes) return false;
  const auto end = read(descriptor, block.offset + block.size - kEndOfBlockBytes, kEndOfBlockBytes);
  return end && (static_cast<unsigned char>(end->back()) & 0x80) != 0;
}

std::optional<Place> find_properties(int descriptor, std::string_view footer) {
  const std::optional<Place> names = take_place(footer.substr(1, kPlacesBytes));
  if (!names || names->size > kMostBytesOfNames) return std::nullopt;
  const std::optional<std::string> block = read(descriptor, names->offset, names->size);
  const std::size_t found = block ? block->find(kProperties) : std::string::npos;
  if (found == std::string::npos) return std::nullopt;
  return take_place(std::string_view(*block).substr(found + kProperties.size()));
}

}  // namespace

rocksdb::IOStatus check_table_footer(int descriptor, const std::string& path) {
  struct stat file {};
  if (::fstat(descriptor, &file) != 0 || file.st_size < static_cast<off_t>(kFooterBytes))
    return rocksdb::IOStatus::OK();
  const auto footer = read(descriptor, static_cast<std::uint64_t>(file.st_size) - kFooterBytes, kFooterBytes);
  if (!footer) return rocksdb::IOStatus::IOError("the footer cannot be read: " + path);
  if (footer->front() != kXxh3 || !footer->ends_with(kEnd))
    return rocksdb::IOStatus::Corruption("the footer is damaged: " + path);
  const std::optional<Place> properties = find_properties(descriptor, *footer);
  if (properties && has_hash_index(descriptor, *properties))
    return rocksdb::IOStatus::Corruption("the properties are damaged: " + path);
  return rocksdb::IOStatus::OK();
}

}  // namespace stator::storage::rocks
