// The files of blobs on the disk that RocksDB has its own on: one power for both, one memory of what was
// synced. Thread-safe.
#pragma once

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "blob/file/files.h"
#include "storage/rocksdb/disk_state.h"

namespace stator::power_cut {

class FaultyFiles final : public blob::Files {
 public:
  explicit FaultyFiles(storage::rocks::DiskState& state) : state_(state) {}

  int make_folder(const std::filesystem::path& path) override {
    if (std::filesystem::exists(path)) return 0;
    return change([](Memory&) {}, [&] { return system().make_folder(path); },
                  [&](Memory& memory) { memory.made_directory(path.string()); });
  }
  int sync_folder(const std::filesystem::path& path) override {
    return number_of(state_.on_directory_sync(path.string()));
  }
  int create(const std::filesystem::path& path, std::unique_ptr<File>* file) override {
    std::unique_ptr<File> real;
    storage::rocks::DiskState::FileRef remembered;
    const int failed = change([&](Memory& memory) { memory.creating(path.string()); },
                              [&] { return system().create(path, &real); },
                              [&](Memory& memory) { remembered = memory.created(path.string(), false); });
    if (failed == 0)
      *file = std::make_unique<FaultyFile>(std::move(real), std::move(remembered), path.string(), state_);
    return failed;
  }
  int rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return change([&](Memory& memory) { memory.renaming(from.string(), to.string()); },
                  [&] { return system().rename(from, to); },
                  [&](Memory& memory) { memory.renamed(from.string(), to.string()); });
  }
  int remove(const std::filesystem::path& path) override {
    return change([&](Memory& memory) { memory.removing(path.string()); },
                  [&] { return system().remove(path); },
                  [&](Memory& memory) { memory.removed(path.string()); });
  }

 private:
  using Memory = storage::rocks::DiskMemory;

  class FaultyFile final : public File {
   public:
    FaultyFile(std::unique_ptr<File> real, storage::rocks::DiskState::FileRef remembered, std::string path,
               storage::rocks::DiskState& state)
        : real_(std::move(real)), remembered_(std::move(remembered)), path_(std::move(path)), state_(state) {}

    int append(std::string_view bytes) override {
      return number_of(state_.on_append(remembered_, bytes.size(), [&](std::size_t count) {
        return status_of(real_->append(bytes.substr(0, count)));
      }));
    }
    int sync() override { return number_of(state_.on_sync(remembered_, path_)); }

   private:
    const std::unique_ptr<File> real_;
    const storage::rocks::DiskState::FileRef remembered_;
    const std::string path_;
    storage::rocks::DiskState& state_;
  };

  static rocksdb::IOStatus status_of(int failed) {
    return failed == 0 ? rocksdb::IOStatus::OK() : rocksdb::IOStatus::IOError();
  }
  static int number_of(const rocksdb::IOStatus& status) {
    return status.ok() ? 0 : status.IsNoSpace() ? ENOSPC : EIO;
  }

  template <typename Before, typename Act, typename After>
  int change(Before before, Act act, After after) {
    int failed = EIO;  // where the power is off
    auto status = state_.on_change(
        std::move(before),
        [&] {
          failed = act();
          return status_of(failed);
        },
        std::move(after));
    status.PermitUncheckedError();
    return failed;
  }

  storage::rocks::DiskState& state_;
};

}  // namespace stator::power_cut
