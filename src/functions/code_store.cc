#include "functions/code_store.h"

#include <algorithm>

#include "base/base64.h"
#include "base/digest.h"
#include "base/random.h"
#include "records/records.h"

namespace stator::functions {

namespace {

using keyspace::KeyBuilder;

constexpr std::string_view kCodeKind = "code";
constexpr std::size_t kPieceBytes = 1 << 20;

KeyBuilder archive(const Scope& scope, const std::string& owner, std::int64_t id) {
  KeyBuilder key = scoped_key(scope);
  key.bytes(kCodeKind).bytes(owner).u64(static_cast<std::uint64_t>(id));
  return key;
}

}  // namespace

KeyBuilder scoped_key(const Scope& scope) {
  KeyBuilder key(keyspace::Space::kFunction, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

CodeDigest digest_code(std::string_view zip) {
  CodeDigest digest;
  digest.id = static_cast<std::int64_t>(base::SecureRandom::system().next() >> 1);
  digest.bytes = static_cast<std::int64_t>(zip.size());
  base::append_base64(base::digest_of(base::DigestKind::kSha256, zip), digest.sha256);
  return digest;
}

void add_code(const Scope& scope, const std::string& owner, std::int64_t id, std::string_view zip,
              storage::Commit* commit) {
  for (std::uint64_t piece = 0; !zip.empty(); ++piece) {
    commit->writes.push_back(
        {archive(scope, owner, id).u64(piece).take(), std::string(zip.substr(0, kPieceBytes))});
    zip.remove_prefix(std::min(zip.size(), kPieceBytes));
  }
}

void drop_code(const Scope& scope, const std::string& owner, std::int64_t id, std::int64_t bytes,
               storage::Commit* commit) {
  const auto pieces = (static_cast<std::uint64_t>(bytes) + kPieceBytes - 1) / kPieceBytes;
  for (std::uint64_t piece = 0; piece < pieces; ++piece)
    commit->writes.push_back({archive(scope, owner, id).u64(piece).take(), std::nullopt});
}

base::Task<Result<std::string>> read_code(storage::Engine& engine, Scope scope, std::string owner,
                                          std::int64_t id) {
  storage::KeyRange range = keyspace::prefix_range(archive(scope, owner, id).view());
  auto pieces = co_await records::list(engine, std::move(range), SIZE_MAX);
  if (!pieces.ok()) co_return to_failure(pieces.error());
  std::string zip;
  for (const records::Found& piece : *pieces) zip += piece.value;
  if (zip.empty()) co_return Failure{FailureKind::kInternal, "the code of " + owner + " is missing"};
  co_return zip;
}

}  // namespace stator::functions
