// Buckets and objects: records in the keyspace, bytes in blobs. Knows no protocol: S3 is its API; whoever
// else needs an object by bucket and key (a function's code, an import) asks here, too.
//
// A change of an object is one commit, guarded by what was read: the object before and its bucket. Its blob
// is durable before. A reader sees the object before or after it, whole.
//
// Thread-safe. Coroutines resume on the executor that awaited them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "objects/blob_keeper.h"
#include "objects/error.h"
#include "objects/model.h"
#include "storage/engine.h"

namespace stator::objects {

// What must hold of the object that is there when a write takes effect; else kPreconditionFailed, and
// kNoSuchKey where an ETag is asked for and there is no object.
struct WriteCondition {
  bool must_be_absent = false;
  std::optional<std::string> etag;  // without quotes; "*": any object
};

struct ListQuery {
  std::string prefix;
  std::string delimiter;  // empty: none
  std::string after;      // keys and common prefixes above this one only
  std::size_t limit = 1000;
};

struct Listing {
  struct Entry {
    std::string key;
    Object object;
  };
  std::vector<Entry> objects;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string last;  // where the next page goes on: its `after`
};

struct UploadQuery {
  std::string prefix;
  std::string delimiter;
  std::string after_key;
  std::string after_id;  // of `after_key`; empty: all of its uploads are passed
  std::size_t limit = 1000;
};

struct UploadListing {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
};

// What CompleteMultipartUpload names.
struct ChosenPart {
  std::uint32_t number = 0;
  std::string etag;
};

// Larger blobs are not read whole for the sake of a part of them.
inline constexpr std::uint64_t kMaxVerifiedBytes = 64u << 20;

// Reads one range of an object from its begin to its end. Used by one coroutine at a time.
class ObjectReader {
 public:
  // Fills `buffer` with the next bytes, no more than are left. A whole blob that was read is held against its
  // checksum before its last bytes are given out.
  base::Task<Result<base::Ok>> read(std::span<char> buffer);
  // Holds the blobs that the range has only in part, if they are of no more than kMaxVerifiedBytes, against
  // their checksums, by reading them whole. `buffer` is written over. For those who make a copy that gets
  // checksums of its own; before the first read().
  base::Task<Result<base::Ok>> verify_parts(std::span<char> buffer);
  std::uint64_t left() const { return left_; }

 private:
  friend class ObjectStore;
  std::vector<BlobPart> blobs_in_part() const;
  base::Task<Result<base::Ok>> verify(BlobPart blob, std::span<char> buffer);
  Result<base::Ok> read_now(std::span<char> buffer);
  Result<base::Ok> read_piece(std::span<char> buffer);

  BlobKeeper* keeper_ = nullptr;
  BlobKeeper::Pin pin_;
  std::vector<BlobPart> blobs_;
  std::size_t at_ = 0;        // the blob
  std::uint64_t offset_ = 0;  // in it
  std::uint64_t left_ = 0;
  std::unique_ptr<blob::Reader> reader_;
  bool from_its_begin_ = false;  // the blob was read from its first byte on
  std::uint32_t crc_ = 0;
};

class ObjectStore {
 public:
  struct Parts {
    storage::Engine& engine;
    blob::Store& blobs;
    base::Executor& pool;  // may wait for the disk
    base::Clock& clock;
    base::Random& random;  // thread-safe
  };
  explicit ObjectStore(const Parts& parts);

  // Whom changes of objects are told, if a bucket wants it. Before the first of them; it outlives this.
  void set_event_sink(EventSink* sink) { sink_ = sink; }

  // Before the first request.
  base::Task<Result<base::Ok>> recover() { return keeper_.recover(); }
  // After the last.
  base::Task<void> stop() { return keeper_.stop(); }
  // Returns once every file is where it belongs, and those of objects that are gone are gone, too, but for
  // those that are being read.
  base::Task<void> wait_for_files() { return keeper_.wait_for_files(); }

  // ---- buckets. kNoSuchBucket wherever one is named that is not there.
  base::Task<Result<Bucket>> create_bucket(BucketName name, std::string region);  // kBucketExists
  base::Task<Result<Bucket>> find_bucket(BucketName name);
  // The account that has it: that of `name`, if it has one, else another. Asks account after account,
  // if it is none of that account's.
  base::Task<Result<std::string>> owner_of(BucketName name);
  base::Task<Result<std::vector<Bucket>>> list_buckets(std::string account);  // by name
  base::Task<Result<base::Ok>> delete_bucket(BucketName name);  // kBucketNotEmpty; uploads go with it
  base::Task<Result<base::Ok>> change_bucket(BucketName name, std::function<void(Bucket&)> change);

  // ---- blobs for objects that are about to be put. To be called, and the writer used, on the pool.
  base::Executor& pool() { return keeper_.pool(); }
  Result<std::unique_ptr<blob::Writer>> new_blob();
  // Of blobs that are finished and will not be put.
  void discard(std::span<const BlobPart> blobs);

  // ---- objects
  // Replaces the object, if there is one. `object.blobs` become its own, or are discarded if this fails; the
  // time of the change is filled in and returned.
  base::Task<Result<std::int64_t>> put(BucketName bucket, std::string key, Object object,
                                       WriteCondition condition, Cause cause);
  // As put() under no condition, but while the storage takes no more this waits, until `stopped`.
  base::Task<Result<std::int64_t>> put_patiently(BucketName bucket, std::string key, Object object,
                                                 const std::atomic<bool>& stopped);
  base::Task<Result<Object>> find(BucketName bucket, std::string key);  // kNoSuchKey
  base::Task<Result<base::Ok>> remove(BucketName bucket, std::string key, WriteCondition condition,
                                      Cause cause);  // what is not there is no error
  base::Task<Result<base::Ok>> set_tags(BucketName bucket, std::string key, Texts tags, Cause cause);
  base::Task<Result<Listing>> list(BucketName bucket, ListQuery query);
  // kNoSuchKey if the object was replaced since it was found. `offset + length` within its size.
  base::Task<Result<std::unique_ptr<ObjectReader>>> open(const Object& object, std::uint64_t offset,
                                                         std::uint64_t length);
  // An object and the reader of a part of it, also while others replace it. `choose` says which part, and is
  // asked again about each object that was replaced before it could be opened; nothing: it is not to be read.
  struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
  };
  using ChooseRange = std::function<std::optional<ByteRange>(const Object&)>;
  struct Opened {
    Object object;
    std::unique_ptr<ObjectReader> reader;  // nullptr: it is not to be read
  };
  base::Task<Result<Opened>> find_and_open(BucketName bucket, std::string key, ChooseRange choose);

  // ---- small objects at once, for the rest of the server
  // kNoSuchKey, or kInternal if it is larger than `max_bytes`.
  base::Task<Result<std::string>> read_whole(BucketName bucket, std::string key, std::size_t max_bytes);
  base::Task<Result<base::Ok>> put_whole(BucketName bucket, std::string key, std::string bytes,
                                         std::string content_type);

  // ---- multipart uploads. kNoSuchUpload.
  base::Task<Result<std::string>> create_upload(BucketName bucket, Upload upload);  // its id
  base::Task<Result<Upload>> find_upload(BucketName bucket, std::string key, std::string id);
  // Replaces the part of that number. The blob as with put().
  base::Task<Result<std::int64_t>> put_part(BucketName bucket, std::string key, std::string id,
                                            UploadPart part);
  // By number, at most `limit` of those above `after`.
  base::Task<Result<std::vector<UploadPart>>> list_parts(BucketName bucket, std::string key, std::string id,
                                                         std::uint32_t after, std::size_t limit);
  base::Task<Result<UploadListing>> list_uploads(BucketName bucket, UploadQuery query);
  // `make` computes the object from the parts chosen: its ETag and checksum; or refuses.
  using MakeObject = std::function<Result<Object>(const Upload&, const std::vector<UploadPart>&)>;
  base::Task<Result<Object>> complete_upload(BucketName bucket, std::string key, std::string id,
                                             std::vector<ChosenPart> chosen, WriteCondition condition,
                                             MakeObject make, Cause cause);
  base::Task<Result<base::Ok>> abort_upload(BucketName bucket, std::string key, std::string id);

 private:
  struct Stored {
    Bucket bucket;
    std::optional<Object> object;
    storage::CommitVersion version = 0;  // of the object's record
  };
  // What becomes of an object; nothing: it goes.
  using Plan = std::function<Result<std::optional<Object>>(const std::optional<Object>& current)>;

  base::Task<Result<std::optional<Bucket>>> read_bucket(BucketName name);
  base::Task<Result<Stored>> read_object(BucketName bucket, std::string key);
  // True if `bucket` may be written to.
  bool is_open(const Bucket& bucket);
  class Deletion;
  base::Task<Result<base::Ok>> change_object(BucketName bucket, std::string key, Plan plan,
                                             const Cause& cause);
  base::Task<Result<bool>> commit_object(const Stored& stored, const std::string& key,
                                         const std::optional<Object>& next, storage::Commit commit,
                                         std::vector<blob::Id> dropped, const Cause& cause);
  bool add_events(const Bucket& bucket, const std::string& key, const std::optional<Object>& next,
                  const Cause& cause, std::int64_t now, storage::Commit* commit);
  base::Task<Result<bool>> try_commit(storage::Commit commit);
  base::Task<Result<base::Ok>> drop_uploads(Bucket bucket);
  base::Task<Result<Upload>> read_upload(Bucket bucket, std::string key, std::string id);
  base::Task<Result<std::vector<UploadPart>>> read_parts(Bucket bucket, std::string id,
                                                         std::uint32_t after = 0, std::size_t limit = ~0ULL);
  base::Task<Result<bool>> try_put_part(BucketName bucket, std::string key, std::string id, UploadPart part);
  base::Task<Result<std::optional<Object>>> try_complete(BucketName bucket, std::string key, std::string id,
                                                         const std::vector<ChosenPart>& chosen,
                                                         const WriteCondition& condition,
                                                         const MakeObject& make, const Cause& cause);
  base::Task<Result<bool>> try_abort(Bucket bucket, std::string key, std::string id);

  storage::Engine& engine_;
  base::Clock& clock_;
  base::Random& random_;
  const std::uint64_t run_id_;
  BlobKeeper keeper_;
  EventSink* sink_ = nullptr;
  std::mutex deletions_mutex_;              // guards what follows
  std::multiset<std::uint64_t> deletions_;  // buckets that are being deleted
};

// kPreconditionFailed or kNoSuchKey if `condition` does not hold.
Result<base::Ok> check_condition(const WriteCondition& condition, const std::optional<Object>& current);

}  // namespace stator::objects
