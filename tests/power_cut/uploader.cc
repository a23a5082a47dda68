#include "power_cut/uploader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

#include "base/block_on.h"
#include "base/digest.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using objects::ErrorKind;
using objects::Result;

constexpr int kKeys = 6;
constexpr std::size_t kMostBytes = 100'000;
constexpr std::size_t kLeastPart = 5 << 20;  // of a part that is not the last one
constexpr std::size_t kMostUploads = 3;      // at a time
constexpr std::size_t kMostObject = 2 * kLeastPart;
constexpr int kMostReads = 100;

std::string etag_of(const std::string& bytes) {
  return base::to_hex(base::digest_of(base::DigestKind::kMd5, bytes));
}

}  // namespace

// Every 16 bytes say which piece they are of and where.
std::string Uploader::some_bytes(std::size_t size) {
  std::string bytes;
  bytes.reserve(size + 16);
  const std::string piece = std::to_string(1'000'000 + pieces_++);
  for (std::size_t at = 0; bytes.size() < size; ++at) bytes += piece + "." + std::to_string(10'000'000 + at);
  bytes.resize(size);
  return bytes;
}

void Uploader::make_bucket() {
  ASSERT_TRUE(block_on(database_.objects().create_bucket(bucket_, "us-east-1")).ok());
}

void Uploader::run() {
  while (!database_.disk().power_is_off()) {
    const std::string key = "key" + std::to_string(random_.below(kKeys));
    switch (random_.below(8)) {
      case 0:
        remove(key);
        break;
      case 1:
        if (uploads_.size() < kMostUploads) begin_upload(key);
        break;
      case 2:
        if (!uploads_.empty()) put_part(uploads_.back(), 2, random_.below(kMostBytes));
        break;
      case 3:
        if (!uploads_.empty()) {
          const Upload upload = std::move(uploads_.front());
          uploads_.erase(uploads_.begin());
          complete(upload);
        }
        break;
      case 4:
        look(key);
        break;
      default:
        put(key);
    }
  }
}

Result<objects::BlobPart> Uploader::write_blob(const std::string& bytes) {
  STATOR_ASSIGN(const auto writer, database_.objects().new_blob());
  const objects::Error failed{ErrorKind::kInternal, "the blob was not written"};
  for (std::size_t at = 0; at < bytes.size(); at += kMostBytes / 4)
    if (!writer->append(std::string_view(bytes).substr(at, kMostBytes / 4)).ok()) return failed;
  const auto info = writer->finish();
  if (!info.ok()) return failed;
  return objects::BlobPart{info->id, info->size, info->crc32c};
}

void Uploader::put(const std::string& key) {
  const std::string bytes = some_bytes(random_.below(kMostBytes));
  objects::Object object;
  object.size = bytes.size();
  object.etag = etag_of(bytes);
  if (!bytes.empty()) {
    auto blob = write_blob(bytes);
    if (!blob.ok()) return;  // so nothing has changed
    object.blobs.push_back(*blob);
  }
  const auto done = block_on(database_.objects().put(bucket_, key, object, {}, {}));
  settle(key, bytes, done.ok());
}

void Uploader::remove(const std::string& key) {
  const auto done = block_on(database_.objects().remove(bucket_, key, {}, {}));
  settle(key, std::nullopt, done.ok());
}

void Uploader::begin_upload(const std::string& key) {
  objects::Upload begun;
  begun.key = key;
  auto id = block_on(database_.objects().create_upload(bucket_, begun));
  if (!id.ok()) return;
  uploads_.push_back({key, *id, {}});
  // Two parts need a large one; that is much to write.
  const bool is_large = random_.below(8) == 0;
  put_part(uploads_.back(), 1, is_large ? kLeastPart : random_.below(kMostBytes));
}

void Uploader::put_part(Upload& upload, std::uint32_t number, std::size_t size) {
  if (number > 1 && (upload.parts.empty() || upload.parts.front().bytes.size() < kLeastPart)) number = 1;
  if (number == 1 && !upload.parts.empty()) size = std::max(size, upload.parts.front().bytes.size());
  Part part{number, some_bytes(std::max<std::size_t>(size, 1)), {}};
  part.etag = etag_of(part.bytes);
  auto blob = write_blob(part.bytes);
  if (!blob.ok()) return;
  objects::UploadPart stored;
  stored.number = number;
  stored.etag = part.etag;
  stored.blob = *blob;
  const auto done = block_on(database_.objects().put_part(bucket_, upload.key, upload.id, stored));
  std::erase_if(upload.parts, [&](const Part& other) { return other.number == number; });
  // Of what it replaced nothing is known then: it is left alone from here on.
  if (!done.ok()) return;
  upload.parts.push_back(std::move(part));
  std::ranges::sort(upload.parts, {}, &Part::number);
}

bool Uploader::complete(const Upload& upload) {
  if (upload.parts.empty()) return true;
  std::vector<objects::ChosenPart> chosen;
  std::string bytes;
  for (const Part& part : upload.parts) {
    chosen.push_back({part.number, part.etag});
    bytes += part.bytes;
  }
  auto make = [](const objects::Upload&, const std::vector<objects::UploadPart>&) -> Result<objects::Object> {
    objects::Object object;
    object.etag = "made";
    return object;
  };
  const auto done =
      block_on(database_.objects().complete_upload(bucket_, upload.key, upload.id, chosen, {}, make, {}));
  return settle(upload.key, bytes, done.ok());
}

void Uploader::look(const std::string& key) {
  const auto found = read(key);
  if (found.ok()) {
    EXPECT_TRUE(*found == known_[key]) << key;
  }
}

Result<Uploader::Bytes> Uploader::read(const std::string& key) {
  auto bytes = block_on(database_.objects().read_whole(bucket_, key, kMostObject));
  if (bytes.ok()) return Bytes(*std::move(bytes));
  if (bytes.error().kind == ErrorKind::kNoSuchKey) return Bytes();
  return std::move(bytes).error();
}

bool Uploader::settle(const std::string& key, Bytes tried, bool succeeded) {
  Bytes& known = known_[key];
  if (succeeded) {
    known = std::move(tried);
    return true;
  }
  std::string problem;
  for (int attempt = 0; attempt < kMostReads; ++attempt) {
    if (!database_.await_writes()) {
      pending_ = Pending{key, std::move(tried)};
      return false;
    }
    auto found = read(key);
    if (!found.ok()) {  // the disk failed again
      problem = found.error().message;
      continue;
    }
    EXPECT_TRUE(*found == known || *found == tried) << key;
    known = *std::move(found);
    return true;
  }
  ADD_FAILURE() << key << " cannot be read: " << problem;
  return true;
}

void Uploader::check() {
  for (auto& [key, bytes] : known_) {
    auto found = read(key);
    ASSERT_TRUE(found.ok()) << key << ": " << found.error().message;
    const bool may_be_tried = pending_ && pending_->key == key;
    EXPECT_TRUE(*found == bytes || (may_be_tried && *found == pending_->tried))
        << key << " has " << (*found ? std::to_string((*found)->size()) : "no") << " bytes";
    bytes = *std::move(found);
  }
  pending_.reset();
  // Parts that were acknowledged are there, whole.
  while (!uploads_.empty() && random_.below(2) == 0) {
    const Upload upload = std::move(uploads_.back());
    uploads_.pop_back();
    if (upload.parts.empty()) continue;
    ASSERT_TRUE(complete(upload));
    std::string bytes;
    for (const Part& part : upload.parts) bytes += part.bytes;
    EXPECT_TRUE(known_[upload.key] == bytes) << "an upload to " << upload.key;
    look(upload.key);
  }
  expect_no_stray_files();
}

void Uploader::expect_no_stray_files() {
  objects::ObjectStore& store = database_.objects();
  block_on(store.wait_for_files());
  std::size_t blobs = 0;
  const auto listing = block_on(store.list(bucket_, {}));
  ASSERT_TRUE(listing.ok());
  for (const auto& entry : listing->objects) {
    const auto object = block_on(store.find(bucket_, entry.key));
    ASSERT_TRUE(object.ok());
    blobs += object->blobs.size();
  }
  const auto uploads = block_on(store.list_uploads(bucket_, {}));
  ASSERT_TRUE(uploads.ok());
  EXPECT_FALSE(listing->truncated || uploads->truncated);
  for (const objects::Upload& upload : uploads->uploads) {
    const auto parts = block_on(store.list_parts(bucket_, upload.key, upload.id, 0, ~0ULL));
    ASSERT_TRUE(parts.ok());
    blobs += parts->size();
  }
  std::size_t files = 0;
  for (const char* folder : {"new", "data"})
    for (const auto& file : std::filesystem::directory_iterator(database_.blob_folder() / folder))
      files += file.is_regular_file();
  EXPECT_EQ(files, blobs);
}

}  // namespace stator::power_cut
