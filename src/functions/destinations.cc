#include "functions/destinations.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "functions/registry.h"
#include "objects/arn.h"

namespace stator::functions {

std::optional<std::string> bucket_of(std::string_view arn) {
  const auto bucket = objects::named_by_arn(arn);
  if (!bucket || bucket->empty() || bucket->find('/') != bucket->npos) return std::nullopt;
  return std::string(*bucket);
}

base::Task<Result<base::Ok>> Destinations::put(const Function& function, std::string role_arn,
                                               std::string bucket, std::string folder, std::string record) {
  static constexpr std::string_view kActions[] = {"s3:PutObject"};
  const std::string key =
      fmt::format("{}/{:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{}", folder,
                  fmt::gmtime(static_cast<std::time_t>(clock_.unix_seconds())), new_uuid());
  const objects::BucketName name{function.scope.account, bucket};
  auto found = co_await objects_.find_bucket(name);
  if (!found.ok()) co_return Failure{FailureKind::kInternal, "there is no bucket " + bucket};
  auto allowed = co_await roles_.allows_all(function, std::move(role_arn), kActions,
                                            objects::object_arn(bucket, key), found->policy);
  if (!allowed.ok()) co_return std::move(allowed).error();
  if (!*allowed) co_return Failure{FailureKind::kInternal, "the role may not put objects into " + bucket};
  auto done = co_await objects_.put_whole(name, key, std::move(record), "application/json");
  if (done.ok()) co_return base::Ok{};
  co_return Failure{FailureKind::kInternal, done.error().message};
}

}  // namespace stator::functions
