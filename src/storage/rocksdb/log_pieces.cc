#include "storage/rocksdb/log_pieces.h"

#include <cstring>
#include <memory>

#include "base/digest.h"
#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

std::uint64_t load_number(std::string_view bytes, std::size_t count) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), count);
  return number;
}

std::size_t piece_length(std::string_view bytes) {
  if (bytes.size() < kPieceHeaderBytes) return 0;
  const auto type = static_cast<unsigned char>(bytes[6]);
  const std::size_t length = kPieceHeaderBytes + load_number(bytes.substr(kPieceChecksumBytes), 2);
  if (type < kWhole || type > kLast || length > bytes.size()) return 0;
  const std::uint32_t sum = base::crc32c(bytes.substr(6, length - 6));
  const std::uint32_t masked = ((sum >> 15) | (sum << 17)) + 0xa282ead8U;
  return masked == load_number(bytes, kPieceChecksumBytes) ? length : 0;
}

Result<base::Ok> each_block(rocksdb::Env& env, const std::string& path,
                            const std::function<void(std::string_view block)>& visit) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  rocksdb::Status status = env.NewSequentialFile(path, &file, rocksdb::EnvOptions());
  std::string buffer(kLogBlockBytes, '\0');
  while (status.ok()) {
    std::size_t size = 0;
    while (status.ok() && size < kLogBlockBytes) {
      rocksdb::Slice part;
      status = file->Read(kLogBlockBytes - size, &part, buffer.data() + size);
      if (!status.ok() || part.empty()) break;
      if (part.data() != buffer.data() + size) std::memcpy(buffer.data() + size, part.data(), part.size());
      size += part.size();
    }
    if (!status.ok() || size == 0) break;
    visit(std::string_view(buffer).substr(0, size));
    if (size < kLogBlockBytes) break;
  }
  if (!status.ok()) return to_error(status);
  return base::Ok{};
}

}  // namespace stator::storage::rocks
