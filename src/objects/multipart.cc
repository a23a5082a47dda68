// Multipart uploads. Each change of an upload's parts writes the upload's record, too: so completing and
// aborting, which are guarded by it, see every part there is.
#include <fmt/format.h>

#include <algorithm>

#include "objects/keys.h"
#include "objects/object_store.h"
#include "objects/storage_errors.h"

namespace stator::objects {

namespace {

constexpr int kMaxAttempts = 1000;

Error no_such_upload() { return {ErrorKind::kNoSuchUpload, "there is no such upload"}; }
Error damaged() { return {ErrorKind::kInternal, "a record of a multipart upload is damaged"}; }
Error too_many_attempts() { return {ErrorKind::kConflict, "other changes won each time"}; }
Error being_deleted() { return {ErrorKind::kConflict, "the bucket is being deleted"}; }

// The parts that `chosen` names, in order.
Result<std::vector<UploadPart>> choose(const std::vector<UploadPart>& parts,
                                       const std::vector<ChosenPart>& chosen) {
  std::vector<UploadPart> found;
  for (const ChosenPart& choice : chosen) {
    if (!found.empty() && choice.number <= found.back().number)
      return Error{ErrorKind::kInvalidPartOrder, "the parts are out of order", choice.number};
    const auto at = std::ranges::lower_bound(parts, choice.number, {}, &UploadPart::number);
    if (at == parts.end() || at->number != choice.number || at->etag != choice.etag)
      return Error{ErrorKind::kInvalidPart, "there is no such part", choice.number, choice.etag};
    found.push_back(*at);
  }
  for (std::size_t i = 0; i + 1 < found.size(); ++i) {
    if (found[i].blob.size < kMinPartBytes)
      return Error{ErrorKind::kPartTooSmall, "a part is too small", found[i].number};
  }
  return found;
}

}  // namespace

base::Task<Result<std::string>> ObjectStore::create_upload(BucketName name, Upload upload) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto bucket = co_await find_bucket(name);
    if (!bucket.ok()) co_return std::move(bucket).error();
    if (!is_open(*bucket)) co_return being_deleted();
    upload.initiated_micros = clock_.unix_micros();
    // Uploads of one key are listed in the order in which they began.
    upload.id = fmt::format("{:016x}{:016x}{:016x}", upload.initiated_micros, random_.next(), random_.next());
    std::string key = upload_key(*bucket, upload.key, upload.id);
    storage::Commit commit;
    commit.guards.push_back({bucket_key(name), bucket->version});
    commit.guards.push_back({key, 0});
    commit.writes.push_back({std::move(key), encode_upload(upload)});
    auto done = co_await try_commit(std::move(commit));
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return upload.id;
  }
  co_return too_many_attempts();
}

base::Task<Result<Upload>> ObjectStore::read_upload(Bucket bucket, std::string key, std::string id) {
  const std::string record_key = upload_key(bucket, key, id);
  auto record = co_await engine_.get_one(record_key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return no_such_upload();
  auto upload = decode_upload(record->value);
  if (!upload) co_return damaged();
  upload->version = record->version;
  co_return std::move(*upload);
}

base::Task<Result<Upload>> ObjectStore::find_upload(BucketName name, std::string key, std::string id) {
  auto bucket = co_await find_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  auto upload = co_await read_upload(*bucket, std::move(key), std::move(id));
  co_return upload;
}

base::Task<Result<std::vector<UploadPart>>> ObjectStore::read_parts(Bucket bucket, std::string id,
                                                                    std::uint32_t after, std::size_t limit) {
  std::vector<UploadPart> parts;
  storage::KeyRange wanted = parts_of(bucket, id);
  if (after > 0) wanted.begin = part_key(bucket, id, after) + '\0';
  std::optional<storage::KeyRange> rest = std::move(wanted);
  while (rest && parts.size() < limit) {
    storage::ScanLimits limits;
    limits.max_entries = std::min(limits.max_entries, limit - parts.size());
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto part = decode_part(entry.value);
      if (!part) co_return damaged();
      part->version = entry.version;
      parts.push_back(std::move(*part));
    }
    rest = page->rest();
    co_await base::yield();
  }
  co_return parts;
}

base::Task<Result<std::vector<UploadPart>>> ObjectStore::list_parts(BucketName name, std::string key,
                                                                    std::string id, std::uint32_t after,
                                                                    std::size_t limit) {
  auto bucket = co_await find_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  auto upload = co_await read_upload(*bucket, std::move(key), id);
  if (!upload.ok()) co_return std::move(upload).error();
  auto parts = co_await read_parts(*bucket, std::move(id), after, limit);
  co_return parts;
}

base::Task<Result<bool>> ObjectStore::try_put_part(BucketName name, std::string key, std::string id,
                                                   UploadPart part) {
  auto bucket = co_await find_bucket(name);
  if (!bucket.ok()) co_return std::move(bucket).error();
  if (!is_open(*bucket)) co_return being_deleted();
  auto upload = co_await read_upload(*bucket, key, id);
  if (!upload.ok()) co_return std::move(upload).error();
  std::string record_key = part_key(*bucket, id, part.number);
  auto before = co_await engine_.get_one(record_key);
  if (!before.ok()) co_return from_storage(before.error());
  std::vector<blob::Id> dropped;
  if (before->exists()) {
    auto old = decode_part(before->value);
    if (!old) co_return damaged();
    dropped.push_back(old->blob.id);
  }
  ++upload->changes;
  storage::Commit commit;
  commit.guards.push_back({bucket_key(name), bucket->version});
  commit.guards.push_back({upload_key(*bucket, key, id), upload->version});
  commit.guards.push_back({record_key, before->version});
  commit.writes.push_back({upload_key(*bucket, key, id), encode_upload(*upload)});
  commit.writes.push_back({std::move(record_key), encode_part(part)});
  std::vector<blob::Id> added(1, part.blob.id);
  BlobKeeper::add_to(&commit, added, dropped);
  auto done = co_await try_commit(std::move(commit));
  if (done.ok() && *done) co_await keeper_.committed(std::move(added), std::move(dropped));
  co_return done;
}

base::Task<Result<std::int64_t>> ObjectStore::put_part(BucketName name, std::string key, std::string id,
                                                       UploadPart part) {
  part.modified_micros = clock_.unix_micros();
  Error failed = too_many_attempts();
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto done = co_await try_put_part(name, key, id, part);
    if (done.ok() && *done) co_return part.modified_micros;
    if (done.ok()) continue;
    failed = std::move(done).error();
    break;
  }
  if (failed.kind != ErrorKind::kUnknownOutcome) discard({&part.blob, 1});
  co_return failed;
}

base::Task<Result<std::optional<Object>>> ObjectStore::try_complete(
    BucketName name, std::string key, std::string id, const std::vector<ChosenPart>& chosen,
    const WriteCondition& condition, const MakeObject& make, const Cause& cause) {
  auto stored = co_await read_object(name, key);
  if (!stored.ok()) co_return std::move(stored).error();
  if (!is_open(stored->bucket)) co_return being_deleted();
  auto upload = co_await read_upload(stored->bucket, key, id);
  if (!upload.ok()) co_return std::move(upload).error();
  auto parts = co_await read_parts(stored->bucket, id);
  if (!parts.ok()) co_return std::move(parts).error();
  STATOR_CO_ASSIGN(const std::vector<UploadPart> used, choose(*parts, chosen));
  STATOR_CO_TRY(check_condition(condition, stored->object));
  base::Executor& home = *base::Executor::current();
  co_await base::switch_to(keeper_.pool());  // there may be 10,000 checksums to combine
  auto made = make(*upload, used);
  co_await base::switch_to(home);
  if (!made.ok()) co_return std::move(made).error();
  Object object = std::move(made).value();
  object.modified_micros = clock_.unix_micros();
  object.multipart = true;
  object.headers = upload->headers;
  object.tags = upload->tags;
  object.size = 0;
  for (const UploadPart& part : used) {
    object.size += part.blob.size;
    object.blobs.push_back(part.blob);
  }
  storage::Commit commit;
  std::string upload_record = upload_key(stored->bucket, key, id);
  commit.guards.push_back({upload_record, upload->version});
  commit.writes.push_back({std::move(upload_record), std::nullopt});
  std::vector<blob::Id> dropped;
  for (const UploadPart& part : *parts) {
    commit.writes.push_back({part_key(stored->bucket, id, part.number), std::nullopt});
    if (!std::ranges::binary_search(used, part.number, {}, &UploadPart::number))
      dropped.push_back(part.blob.id);
  }
  std::optional<Object> next(object);
  auto done = co_await commit_object(*stored, key, next, std::move(commit), std::move(dropped), cause);
  if (!done.ok()) co_return std::move(done).error();
  if (!*done) next.reset();
  co_return next;
}

base::Task<Result<Object>> ObjectStore::complete_upload(BucketName name, std::string key, std::string id,
                                                        std::vector<ChosenPart> chosen,
                                                        WriteCondition condition, MakeObject make,
                                                        Cause cause) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto done = co_await try_complete(name, key, id, chosen, condition, make, cause);
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return std::move(**done);
  }
  co_return too_many_attempts();
}

base::Task<Result<bool>> ObjectStore::try_abort(Bucket bucket, std::string key, std::string id) {
  auto upload = co_await read_upload(bucket, key, id);
  if (!upload.ok()) co_return std::move(upload).error();
  auto parts = co_await read_parts(bucket, id);
  if (!parts.ok()) co_return std::move(parts).error();
  storage::Commit commit;
  std::string record_key = upload_key(bucket, key, id);
  commit.guards.push_back({record_key, upload->version});
  commit.writes.push_back({std::move(record_key), std::nullopt});
  std::vector<blob::Id> dropped;
  for (const UploadPart& part : *parts) {
    commit.writes.push_back({part_key(bucket, id, part.number), std::nullopt});
    dropped.push_back(part.blob.id);
  }
  BlobKeeper::add_to(&commit, std::vector<blob::Id>(), dropped);
  auto done = co_await try_commit(std::move(commit));
  if (done.ok() && *done) co_await keeper_.committed(std::vector<blob::Id>(), std::move(dropped));
  co_return done;
}

base::Task<Result<base::Ok>> ObjectStore::abort_upload(BucketName name, std::string key, std::string id) {
  auto bucket = co_await find_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto done = co_await try_abort(*bucket, key, id);
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return base::Ok{};
  }
  co_return too_many_attempts();
}

base::Task<Result<base::Ok>> ObjectStore::drop_uploads(Bucket bucket) {
  for (;;) {
    UploadQuery all;
    auto listing = co_await list_uploads(bucket.name, all);
    if (!listing.ok()) co_return std::move(listing).error();
    for (const Upload& upload : listing->uploads) {
      auto done = co_await try_abort(bucket, upload.key, upload.id);
      if (!done.ok() && done.error().kind != ErrorKind::kNoSuchUpload) co_return std::move(done).error();
    }
    if (listing->uploads.empty()) co_return base::Ok{};
  }
}

}  // namespace stator::objects
