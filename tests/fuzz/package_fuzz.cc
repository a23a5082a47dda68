// Any bytes as the zip archive of a function: refused with a message, or unpacked into its folder, with
// nothing outside of it and nothing in it but files and folders.
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/check.h"
#include "functions/package.h"

namespace fs = std::filesystem;

namespace {

// On a disk that is memory, where there is one.
fs::path make_folder() {
  std::string pattern = fs::exists("/dev/shm") ? "/dev/shm/stator-fuzz-XXXXXX" : "/tmp/stator-fuzz-XXXXXX";
  STATOR_CHECK(mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view zip(reinterpret_cast<const char*>(data), size);
  const auto checked = stator::functions::check_package(zip);
  if (!checked.ok()) {
    STATOR_CHECK(!checked.error().message.empty());
    return 0;
  }
  const fs::path outer = make_folder();
  const fs::path inner = outer / "inner";
  fs::create_directory(inner);
  const auto unpacked = stator::functions::unpack(zip, inner);
  std::size_t siblings = 0;
  for (const auto& entry : fs::directory_iterator(outer)) siblings += entry.path() != inner;
  bool plain = true;
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(inner)) {
    plain &= !entry.is_symlink() && (entry.is_regular_file() || entry.is_directory());
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  fs::remove_all(outer);
  STATOR_CHECK(siblings == 0 && plain);
  STATOR_CHECK(bytes <= stator::functions::kMaxUnpackedBytes);
  STATOR_CHECK(unpacked.ok() || !unpacked.error().message.empty());
  return 0;
}
