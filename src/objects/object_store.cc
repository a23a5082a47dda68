#include "objects/object_store.h"

#include <algorithm>
#include <chrono>

#include "base/digest.h"
#include "objects/keys.h"
#include "objects/storage_errors.h"

namespace stator::objects {

namespace {

// A commit that lost a race is planned again. Each time another one has won, so nobody waits in vain for
// long.
constexpr int kMaxAttempts = 200;
constexpr int kMaxOpenings = 20;  // of an object that is being replaced
constexpr std::chrono::milliseconds kBusyPause{5};

Error damaged() { return {ErrorKind::kInternal, "a record of a bucket or object is damaged"}; }
Error too_many_attempts() { return {ErrorKind::kConflict, "other changes won each time"}; }

std::vector<blob::Id> ids_of(std::span<const BlobPart> blobs) {
  std::vector<blob::Id> ids;
  for (const BlobPart& blob : blobs) ids.push_back(blob.id);
  std::ranges::sort(ids);
  return ids;
}

std::vector<blob::Id> difference(const std::vector<blob::Id>& from, const std::vector<blob::Id>& without) {
  std::vector<blob::Id> rest;
  std::ranges::set_difference(from, without, std::back_inserter(rest));
  return rest;
}

}  // namespace

Result<base::Ok> check_condition(const WriteCondition& condition, const std::optional<Object>& current) {
  if (condition.must_be_absent && current) return Error{ErrorKind::kPreconditionFailed, "the object exists"};
  if (!condition.etag) return base::Ok{};
  if (!current) return Error{ErrorKind::kNoSuchKey, "there is no object"};
  if (*condition.etag != "*" && *condition.etag != current->etag)
    return Error{ErrorKind::kPreconditionFailed, "the object has another ETag"};
  return base::Ok{};
}

ObjectStore::ObjectStore(const Parts& parts)
    : engine_(parts.engine),
      clock_(parts.clock),
      random_(parts.random),
      run_id_(parts.random.next() | 1),
      keeper_(parts.engine, parts.blobs, parts.pool) {}

// ---- buckets

base::Task<Result<std::optional<Bucket>>> ObjectStore::read_bucket(BucketName name) {
  const std::string key = bucket_key(name);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return std::optional<Bucket>();
  auto bucket = decode_bucket(record->value);
  if (!bucket) co_return damaged();
  bucket->version = record->version;
  co_return bucket;
}

base::Task<Result<Bucket>> ObjectStore::find_bucket(BucketName name) {
  auto bucket = co_await read_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  if (!*bucket) co_return Error{ErrorKind::kNoSuchBucket, "there is no such bucket"};
  co_return std::move(**bucket);
}

base::Task<Result<Bucket>> ObjectStore::create_bucket(BucketName name, std::string region) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto found = co_await read_bucket(name);
    if (!found.ok()) co_return std::move(found).error();
    if (*found) co_return Error{ErrorKind::kBucketExists, "the bucket exists"};
    Bucket bucket;
    bucket.name = name;
    bucket.id = random_.next();
    bucket.region = region;
    bucket.created_micros = clock_.unix_micros();
    bucket.public_access_block = {true, true, true, true};  // as of all buckets since 2023-04
    const std::string key = bucket_key(name);
    storage::Commit commit;
    commit.guards.push_back({key, 0});
    commit.writes.push_back({key, encode_bucket(bucket)});
    auto done = co_await try_commit(std::move(commit));
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return bucket;
  }
  co_return too_many_attempts();
}

base::Task<Result<std::string>> ObjectStore::owner_of(BucketName name) {
  const std::string own_key = bucket_key(name);
  auto own = co_await engine_.get_one(own_key);
  if (!own.ok()) co_return from_storage(own.error());
  if (own->exists()) co_return std::move(name.account);
  storage::ScanLimits one;
  one.max_entries = 1;
  for (storage::KeyRange rest = all_buckets();;) {
    auto page = co_await engine_.scan(rest, storage::Direction::kForward, one);
    if (!page.ok()) co_return from_storage(page.error());
    if (page->entries().empty()) co_return Error{ErrorKind::kNoSuchBucket, "there is no such bucket"};
    auto account = account_of_bucket(page->entries().front().key);
    if (!account) co_return damaged();
    const std::string key = bucket_key({*account, name.name});
    auto record = co_await engine_.get_one(key);
    if (!record.ok()) co_return from_storage(record.error());
    if (record->exists()) co_return std::move(*account);
    rest.begin = buckets_of(*account).end;
    co_await base::yield();
  }
}

base::Task<Result<std::vector<Bucket>>> ObjectStore::list_buckets(std::string account) {
  std::vector<Bucket> buckets;
  std::optional<storage::KeyRange> rest = buckets_of(account);
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto bucket = decode_bucket(entry.value);
      if (!bucket) co_return damaged();
      buckets.push_back(std::move(*bucket));
    }
    rest = page->rest();
    co_await base::yield();
  }
  co_return buckets;
}

base::Task<Result<base::Ok>> ObjectStore::change_bucket(BucketName name,
                                                        std::function<void(Bucket&)> change) {
  const std::string key = bucket_key(name);
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto bucket = co_await find_bucket(name);
    if (!bucket.ok()) co_return std::move(bucket).error();
    change(*bucket);
    storage::Commit commit;
    commit.guards.push_back({key, bucket->version});
    commit.writes.push_back({key, encode_bucket(*bucket)});
    auto done = co_await try_commit(std::move(commit));
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return base::Ok{};
  }
  co_return too_many_attempts();
}

// A deletion that is under way.
class ObjectStore::Deletion {
 public:
  Deletion(ObjectStore& store, std::uint64_t bucket) : store_(store) {
    std::lock_guard lock(store_.deletions_mutex_);
    at_ = store_.deletions_.insert(bucket);
  }
  ~Deletion() {
    std::lock_guard lock(store_.deletions_mutex_);
    store_.deletions_.erase(at_);
  }
  Deletion(const Deletion&) = delete;
  Deletion& operator=(const Deletion&) = delete;

 private:
  ObjectStore& store_;
  std::multiset<std::uint64_t>::iterator at_;
};

bool ObjectStore::is_open(const Bucket& bucket) {
  if (bucket.deleting != run_id_) return true;
  std::lock_guard lock(deletions_mutex_);
  return !deletions_.contains(bucket.id);
}

// Once it is marked no commit that was planned before takes effect, and none is planned any more. A mark that
// a failed deletion, or a crash, left behind holds nobody up.
base::Task<Result<base::Ok>> ObjectStore::delete_bucket(BucketName name) {
  auto found = co_await find_bucket(name);
  if (!found.ok()) co_return std::move(found).error();
  if (!is_open(*found)) co_return Error{ErrorKind::kConflict, "the bucket is being deleted"};
  ListQuery any;
  any.limit = 1;
  auto listing = co_await list(name, any);
  if (!listing.ok()) co_return std::move(listing).error();
  if (!listing->objects.empty()) co_return Error{ErrorKind::kBucketNotEmpty, "there are objects"};

  const Deletion deletion(*this, found->id);
  auto marked = co_await change_bucket(name, [this](Bucket& bucket) { bucket.deleting = run_id_; });
  if (!marked.ok()) co_return marked;
  auto bucket = co_await find_bucket(name);
  if (!bucket.ok()) co_return std::move(bucket).error();
  if (bucket->id != found->id) co_return Error{ErrorKind::kConflict, "the bucket was made anew"};
  listing = co_await list(name, any);
  if (!listing.ok()) co_return std::move(listing).error();
  if (!listing->objects.empty()) co_return Error{ErrorKind::kBucketNotEmpty, "there are objects"};
  auto dropped = co_await drop_uploads(*bucket);
  if (!dropped.ok()) co_return dropped;
  storage::Commit commit;
  const std::string key = bucket_key(name);
  commit.guards.push_back({key, bucket->version});
  commit.writes.push_back({key, std::nullopt});
  auto done = co_await try_commit(std::move(commit));
  if (!done.ok()) co_return std::move(done).error();
  if (*done) co_return base::Ok{};
  co_return Error{ErrorKind::kConflict, "another change of the bucket came first"};
}

// ---- objects

Result<std::unique_ptr<blob::Writer>> ObjectStore::new_blob() {
  auto writer = keeper_.store().create();
  if (!writer.ok()) return from_blob(writer.error());
  return std::move(writer).value();
}

void ObjectStore::discard(std::span<const BlobPart> blobs) { keeper_.discard(ids_of(blobs)); }

// False: a guard did not hold.
base::Task<Result<bool>> ObjectStore::try_commit(storage::Commit commit) {
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (done.ok()) co_return true;
  if (is_conflict(done)) co_return false;
  co_return from_storage(done.error());
}

base::Task<Result<ObjectStore::Stored>> ObjectStore::read_object(BucketName bucket, std::string key) {
  auto found = co_await find_bucket(std::move(bucket));
  if (!found.ok()) co_return std::move(found).error();
  Stored stored;
  stored.bucket = std::move(found).value();
  const std::string record_key = object_key(stored.bucket, key);
  auto record = co_await engine_.get_one(record_key);
  if (!record.ok()) co_return from_storage(record.error());
  stored.version = record->version;
  if (!record->exists()) co_return stored;
  stored.object = decode_object(record->value);
  if (!stored.object) co_return damaged();
  co_return stored;
}

base::Task<Result<bool>> ObjectStore::commit_object(const Stored& stored, const std::string& key,
                                                    const std::optional<Object>& next, storage::Commit commit,
                                                    std::vector<blob::Id> dropped, const Cause& cause) {
  const std::vector<blob::Id> before = stored.object ? ids_of(stored.object->blobs) : std::vector<blob::Id>();
  const std::vector<blob::Id> after = next ? ids_of(next->blobs) : std::vector<blob::Id>();
  std::vector<blob::Id> added = difference(after, before);
  for (blob::Id& id : difference(before, after)) dropped.push_back(std::move(id));
  std::string record_key = object_key(stored.bucket, key);
  commit.guards.push_back({bucket_key(stored.bucket.name), stored.bucket.version});
  commit.guards.push_back({record_key, stored.version});
  std::optional<std::string> value;
  if (next) value = encode_object(*next);
  commit.writes.push_back({std::move(record_key), std::move(value)});
  BlobKeeper::add_to(&commit, added, dropped);
  const std::int64_t now = clock_.unix_micros();
  const bool is_told = add_events(stored.bucket, key, next, cause, now, &commit);
  auto done = co_await try_commit(std::move(commit));
  if (is_told) sink_->maybe_committed(now);
  if (done.ok() && *done) co_await keeper_.committed(std::move(added), std::move(dropped));
  co_return done;
}

bool ObjectStore::add_events(const Bucket& bucket, const std::string& key, const std::optional<Object>& next,
                             const Cause& cause, std::int64_t now, storage::Commit* commit) {
  bool any = false;
  for (const Notification& notification : bucket.notifications) {
    if (sink_ == nullptr || !wants(notification, cause.event, key)) continue;
    sink_->add_to(commit, {bucket, notification, cause, key, next ? &*next : nullptr, now});
    any = true;
  }
  return any;
}

base::Task<Result<base::Ok>> ObjectStore::change_object(BucketName bucket, std::string key, Plan plan,
                                                        const Cause& cause) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto stored = co_await read_object(bucket, key);
    if (!stored.ok()) co_return std::move(stored).error();
    if (!is_open(stored->bucket)) co_return Error{ErrorKind::kConflict, "the bucket is being deleted"};
    auto next = plan(stored->object);
    if (!next.ok()) co_return std::move(next).error();
    if (!*next && !stored->object) co_return base::Ok{};
    storage::Commit commit;
    std::vector<blob::Id> dropped;
    auto done = co_await commit_object(*stored, key, *next, std::move(commit), std::move(dropped), cause);
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return base::Ok{};
  }
  co_return too_many_attempts();
}

base::Task<Result<std::int64_t>> ObjectStore::put(BucketName bucket, std::string key, Object object,
                                                  WriteCondition condition, Cause cause) {
  const std::int64_t now = clock_.unix_micros();
  object.modified_micros = now;
  auto plan = [&](const std::optional<Object>& current) -> Result<std::optional<Object>> {
    STATOR_TRY(check_condition(condition, current));
    return std::optional<Object>(object);
  };
  auto done = co_await change_object(std::move(bucket), std::move(key), plan, cause);
  if (done.ok()) co_return now;
  // The next start finds out what is not known now.
  if (done.error().kind != ErrorKind::kUnknownOutcome) discard(object.blobs);
  co_return std::move(done).error();
}

base::Task<Result<std::int64_t>> ObjectStore::put_patiently(BucketName bucket, std::string key, Object object,
                                                            const std::atomic<bool>& stopped) {
  const std::int64_t now = clock_.unix_micros();
  object.modified_micros = now;
  auto plan = [&](const std::optional<Object>&) -> Result<std::optional<Object>> {
    return std::optional<Object>(object);
  };
  const Cause by_server;
  for (;;) {
    auto done = co_await change_object(bucket, key, plan, by_server);
    if (done.ok()) co_return now;
    if (done.error().kind != ErrorKind::kBusy || stopped.load(std::memory_order_relaxed)) {
      if (done.error().kind != ErrorKind::kUnknownOutcome) discard(object.blobs);
      co_return std::move(done).error();
    }
    co_await base::sleep_for(kBusyPause);
  }
}

base::Task<Result<Object>> ObjectStore::find(BucketName bucket, std::string key) {
  auto stored = co_await read_object(std::move(bucket), std::move(key));
  if (!stored.ok()) co_return std::move(stored).error();
  if (!stored->object) co_return Error{ErrorKind::kNoSuchKey, "there is no object"};
  co_return std::move(*stored->object);
}

base::Task<Result<base::Ok>> ObjectStore::remove(BucketName bucket, std::string key, WriteCondition condition,
                                                 Cause cause) {
  auto plan = [&](const std::optional<Object>& current) -> Result<std::optional<Object>> {
    STATOR_TRY(check_condition(condition, current));
    return std::optional<Object>();
  };
  auto done = co_await change_object(std::move(bucket), std::move(key), plan, cause);
  co_return done;
}

base::Task<Result<base::Ok>> ObjectStore::set_tags(BucketName bucket, std::string key, Texts tags,
                                                   Cause cause) {
  auto plan = [&](const std::optional<Object>& current) -> Result<std::optional<Object>> {
    if (!current) return Error{ErrorKind::kNoSuchKey, "there is no object"};
    std::optional<Object> next = current;
    next->tags = tags;
    return next;
  };
  auto done = co_await change_object(std::move(bucket), std::move(key), plan, cause);
  co_return done;
}

base::Task<Result<std::unique_ptr<ObjectReader>>> ObjectStore::open(const Object& object,
                                                                    std::uint64_t offset,
                                                                    std::uint64_t length) {
  auto reader = std::make_unique<ObjectReader>();
  reader->keeper_ = &keeper_;
  reader->blobs_ = object.blobs;
  reader->left_ = length;
  while (reader->at_ < object.blobs.size() && offset >= object.blobs[reader->at_].size)
    offset -= object.blobs[reader->at_++].size;
  reader->offset_ = offset;
  if (length == 0) co_return reader;
  reader->pin_ = keeper_.pin(ids_of(object.blobs));
  if (!reader->pin_) co_return Error{ErrorKind::kNoSuchKey, "the object was replaced"};
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(keeper_.pool());
  auto opened = keeper_.store().open(object.blobs[reader->at_].id);
  co_await base::switch_to(*home);
  if (!opened.ok() && opened.error().code == blob::ErrorCode::kNotFound)
    co_return Error{ErrorKind::kNoSuchKey, "the object was replaced"};
  if (!opened.ok()) co_return from_blob(opened.error());
  reader->reader_ = std::move(opened).value();
  reader->from_its_begin_ = offset == 0;
  co_return reader;
}

base::Task<Result<ObjectStore::Opened>> ObjectStore::find_and_open(BucketName bucket, std::string key,
                                                                   ChooseRange choose) {
  for (int attempt = 0; attempt < kMaxOpenings; ++attempt) {
    auto object = co_await find(bucket, key);
    if (!object.ok()) co_return std::move(object).error();
    Opened opened;
    opened.object = std::move(object).value();
    const std::optional<ByteRange> range = choose(opened.object);
    if (!range) co_return std::move(opened);
    auto reader = co_await open(opened.object, range->offset, range->length);
    if (!reader.ok() && reader.error().kind == ErrorKind::kNoSuchKey) continue;
    if (!reader.ok()) co_return std::move(reader).error();
    opened.reader = std::move(reader).value();
    co_return std::move(opened);
  }
  co_return Error{ErrorKind::kBusy, "the object is replaced all the time"};
}

base::Task<Result<base::Ok>> ObjectReader::read(std::span<char> buffer) {
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(keeper_->pool());
  auto done = read_now(buffer);
  co_await base::switch_to(*home);
  co_return done;
}

// The first and the last of the range, at most.
std::vector<BlobPart> ObjectReader::blobs_in_part() const {
  std::vector<BlobPart> found;
  std::uint64_t offset = offset_, left = left_;
  for (std::size_t at = at_; left > 0 && at < blobs_.size(); ++at, offset = 0) {
    const std::uint64_t bytes = std::min(left, blobs_[at].size - offset);
    if (bytes > 0 && bytes < blobs_[at].size) found.push_back(blobs_[at]);
    left -= bytes;
  }
  return found;
}

base::Task<Result<base::Ok>> ObjectReader::verify_parts(std::span<char> buffer) {
  for (const BlobPart& blob : blobs_in_part()) {
    if (blob.size > kMaxVerifiedBytes) continue;
    auto verified = co_await verify(blob, buffer);
    if (!verified.ok()) co_return std::move(verified).error();
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> ObjectReader::verify(BlobPart blob, std::span<char> buffer) {
  ObjectReader whole;  // under the pin of this one
  whole.keeper_ = keeper_;
  whole.left_ = blob.size;
  whole.blobs_.push_back(std::move(blob));
  while (whole.left_ > 0) {
    const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), whole.left_));
    auto read = co_await whole.read(buffer.first(bytes));
    if (!read.ok()) co_return std::move(read).error();
  }
  co_return base::Ok{};
}

Result<base::Ok> ObjectReader::read_now(std::span<char> buffer) {
  while (!buffer.empty()) {
    while (at_ < blobs_.size() && offset_ == blobs_[at_].size) {
      ++at_;
      offset_ = 0;
      reader_.reset();
    }
    if (at_ == blobs_.size()) return Error{ErrorKind::kInternal, "an object is shorter than its record says"};
    const auto bytes =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), blobs_[at_].size - offset_));
    STATOR_TRY(read_piece(buffer.first(bytes)));
    buffer = buffer.subspan(bytes);
  }
  return base::Ok{};
}

Result<base::Ok> ObjectReader::read_piece(std::span<char> buffer) {
  const BlobPart& blob = blobs_[at_];
  if (!reader_) {
    auto opened = keeper_->store().open(blob.id);
    if (!opened.ok()) return from_blob(opened.error());
    reader_ = std::move(opened).value();
    from_its_begin_ = true;
    crc_ = 0;
  }
  auto count = reader_->read_at(offset_, buffer);
  if (!count.ok()) return from_blob(count.error());
  if (*count != buffer.size()) return Error{ErrorKind::kInternal, "the blob " + blob.id + " is cut off"};
  if (from_its_begin_) crc_ = base::crc32c({buffer.data(), buffer.size()}, crc_);
  offset_ += buffer.size();
  left_ -= buffer.size();
  if (from_its_begin_ && offset_ == blob.size && crc_ != blob.crc32c)
    return Error{ErrorKind::kInternal, "the blob " + blob.id + " is damaged: its checksum differs"};
  return base::Ok{};
}

base::Task<Result<std::string>> ObjectStore::read_whole(BucketName bucket, std::string key,
                                                        std::size_t max_bytes) {
  auto whole = [max_bytes](const Object& object) {
    return object.size <= max_bytes ? std::optional(ByteRange{0, object.size}) : std::nullopt;
  };
  auto opened = co_await find_and_open(std::move(bucket), std::move(key), whole);
  if (!opened.ok()) co_return std::move(opened).error();
  if (!opened->reader) co_return Error{ErrorKind::kInternal, "the object is too large"};
  std::string bytes(opened->object.size, '\0');
  auto read = co_await opened->reader->read(bytes);
  if (!read.ok()) co_return std::move(read).error();
  co_return bytes;
}

base::Task<Result<base::Ok>> ObjectStore::put_whole(BucketName bucket, std::string key, std::string bytes,
                                                    std::string content_type) {
  Object object;
  object.size = bytes.size();
  object.headers["content-type"] = std::move(content_type);
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(pool());
  object.etag = base::to_hex(base::digest_of(base::DigestKind::kMd5, bytes));
  std::optional<Error> failed;
  if (!bytes.empty()) {
    auto writer = new_blob();
    if (!writer.ok()) {
      failed = writer.error();
    } else {
      auto appended = (*writer)->append(bytes);
      if (!appended.ok()) failed = from_blob(appended.error());
      if (!failed) {
        auto info = (*writer)->finish();
        if (!info.ok()) failed = from_blob(info.error());
        if (info.ok()) object.blobs.push_back({info->id, info->size, info->crc32c});
      }
    }
  }
  co_await base::switch_to(*home);
  if (failed) co_return std::move(*failed);
  WriteCondition always;
  Cause by_server;
  auto put_done = co_await put(std::move(bucket), std::move(key), std::move(object), std::move(always),
                               std::move(by_server));
  if (!put_done.ok()) co_return std::move(put_done).error();
  co_return base::Ok{};
}

}  // namespace stator::objects
