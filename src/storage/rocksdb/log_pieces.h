// The form of RocksDB's logs, of which its list of files (MANIFEST) is one too: blocks of 32 KB with pieces
// of records, never across a block's end. A piece is a header (checksum, length, type), then its bytes.
#pragma once

#include <rocksdb/env.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/engine.h"

namespace stator::storage::rocks {

inline constexpr std::size_t kLogBlockBytes = 32 << 10;
inline constexpr std::size_t kPieceHeaderBytes = 7;
inline constexpr std::size_t kPieceChecksumBytes = 4;
enum PieceType : unsigned char { kWhole = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

// `count` bytes at the front, the lowest one first.
std::uint64_t load_number(std::string_view bytes, std::size_t count);

// The length of the whole piece at the front of the bytes, with its header; 0 where there is none.
std::size_t piece_length(std::string_view bytes);
inline PieceType type_of_piece(std::string_view piece) { return static_cast<PieceType>(piece[6]); }

// All blocks of a file in order, each but the last of kLogBlockBytes. Views live for the call. Errors: kIo.
Result<base::Ok> each_block(rocksdb::Env& env, const std::string& path,
                            const std::function<void(std::string_view block)>& visit);

}  // namespace stator::storage::rocks
