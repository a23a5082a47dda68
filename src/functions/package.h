// The code of a function: a zip archive, checked when it is uploaded and unpacked when it is needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stator::functions {

inline constexpr std::uint64_t kMaxUnpackedBytes = 262'144'000;  // AWS's limit: 250 MB
inline constexpr std::int64_t kMaxPackageFiles = 65'536;

// For the client: AWS's text.
struct PackageError {
  std::string message;
};

// How many bytes its files have. Refuses what is no zip archive, is larger unpacked than allowed, says less
// about its size than it holds, or has a name that leads out of its folder, a link, or a device. Reads all of
// it once.
base::Result<std::uint64_t, PackageError> check_package(std::string_view zip);

// Writes the files of a checked archive into `folder`, which exists, over what it has. Only what an owner may
// do is kept of their modes. Waits for the disk.
base::Result<base::Ok, PackageError> unpack(std::string_view zip, const std::string& folder);

}  // namespace stator::functions
