// A client that puts, replaces and removes objects, whole and in parts, and what it knows of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "power_cut/database_on_disk.h"

namespace stator::power_cut {

// Not thread-safe: one thread at a time.
class Uploader {
 public:
  Uploader(std::uint64_t seed, DatabaseOnDisk& database) : random_(seed), database_(database) {}

  // Needs a disk without faults.
  void make_bucket();
  // Goes on until the power is off.
  void run();
  // After the power came back: what was acknowledged is there, whole; what was not is there whole or not at
  // all; no file is left of nothing.
  void check();

 private:
  using Bytes = std::optional<std::string>;  // nothing: there is no object

  struct Part {
    std::uint32_t number = 0;
    std::string bytes;
    std::string etag;
  };
  struct Upload {
    std::string key;
    std::string id;
    std::vector<Part> parts;  // acknowledged, in the order of their numbers
  };

  std::string some_bytes(std::size_t size);
  objects::Result<objects::BlobPart> write_blob(const std::string& bytes);
  void put(const std::string& key);
  void remove(const std::string& key);
  void begin_upload(const std::string& key);
  void put_part(Upload& upload, std::uint32_t number, std::size_t size);
  // True where it is known how it ended.
  bool complete(const Upload& upload);
  void look(const std::string& key);

  objects::Result<Bytes> read(const std::string& key);
  // The object becomes what was tried, by what the call said. False where the power went before that was
  // known.
  bool settle(const std::string& key, Bytes tried, bool succeeded);
  void expect_no_stray_files();

  base::SeededRandom random_;
  DatabaseOnDisk& database_;
  const objects::BucketName bucket_{"000000000000", "a-bucket"};
  std::uint64_t pieces_ = 0;  // of different bytes made
  std::map<std::string, Bytes> known_;
  std::vector<Upload> uploads_;

  struct Pending {
    std::string key;
    Bytes tried;
  };
  std::optional<Pending> pending_;  // the power went before its outcome was known
};

}  // namespace stator::power_cut
