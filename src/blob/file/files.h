// The calls that change a file system. FileStore makes them through this, so that a test can put a disk in
// between that loses what was not synced. Numbers returned are those of errno; 0: done.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace stator::blob {

// Thread-safe; a file is used by one thread at a time.
class Files {
 public:
  class File {
   public:
    virtual ~File() = default;  // closes it
    // All of the bytes, behind those before.
    virtual int append(std::string_view bytes) = 0;
    virtual int sync() = 0;
  };

  virtual ~Files() = default;

  // One that is there is no error. Its parent is there.
  virtual int make_folder(const std::filesystem::path& path) = 0;
  // What was renamed, created and removed in it.
  virtual int sync_folder(const std::filesystem::path& path) = 0;
  // Must not be there. Of its owner alone.
  virtual int create(const std::filesystem::path& path, std::unique_ptr<File>* file) = 0;
  virtual int rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual int remove(const std::filesystem::path& path) = 0;

  // The machine's own.
  static Files& system();
};

}  // namespace stator::blob
