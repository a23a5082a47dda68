// A folder for the blobs of a server that keeps all else in memory: gone when the server stops.
#pragma once

#include <filesystem>
#include <memory>

#include "blob/store.h"

namespace stator::blob {

// Removes itself with all that is in it. What a killed process left behind goes when the next one makes its
// folder: a lock tells which are in use.
class ScratchFolder {
 public:
  // Below the system's folder for temporary files.
  static Result<std::unique_ptr<ScratchFolder>> make();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  ScratchFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  const std::filesystem::path path_;
  const int lock_;
};

}  // namespace stator::blob
