// Blobs as files of one folder (docs/formats/blobs.md): `new/` has those that are written, `data/` those that
// are published. A file's name is the blob's id, its bytes are the blob's. While a backup is made, `held/`
// has those that are removed. `deleted/` has large ones that are removed, until their disk is given back.
#pragma once

#include <filesystem>
#include <memory>
#include <shared_mutex>

#include "base/random.h"
#include "blob/file/files.h"
#include "blob/store.h"

namespace stator::blob {

class FileStore final : public Store {
 public:
  // Makes the folder. `durable`: finish() and remove() sync. One process uses a folder at a time; that is
  // seen to by the data folder's lock. `files` outlives the store. The error is one line for the user.
  static Result<std::unique_ptr<FileStore>> open(std::filesystem::path folder, bool durable,
                                                 base::Random& random, Files& files = Files::system());

  Result<std::unique_ptr<Writer>> create() override;
  Result<std::unique_ptr<Reader>> open(const Id& id) override;
  Result<base::Ok> publish(const Id& id) override;
  Result<base::Ok> remove(std::span<const Id> ids) override;
  Result<std::vector<Id>> unpublished() override;

  // Until release() the files of blobs that are removed stay, in `held/`: for a backup. Holds do not nest.
  Result<base::Ok> hold();
  void release();

 private:
  class Bin;

  FileStore(std::filesystem::path folder, bool durable, base::Random& random, Files& files);
  Result<base::Ok> sync_folder(const std::filesystem::path& folder);
  Result<base::Ok> drop(const std::filesystem::path& path, const Id& id);
  void drop_held();

  const std::filesystem::path new_;
  const std::filesystem::path data_;
  const std::filesystem::path held_;
  const bool durable_;
  base::Random& random_;  // thread-safe
  Files& files_;
  std::shared_mutex hold_mutex_;  // shared by removals
  bool holds_ = false;
  const std::shared_ptr<Bin> bin_;  // shared by writers that are not finished, which may outlive this
};

}  // namespace stator::blob
