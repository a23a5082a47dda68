#include <fmt/format.h>

#include "aws/authorizer.h"
#include "base/base64.h"
#include "functions/package.h"
#include "objects/arn.h"
#include "services/lambda/messages.h"
#include "services/lambda/ops/common.h"

namespace stator::services::lambda {
namespace {

aws::Error s3_error(std::string_view code, std::string_view message) {
  return invalid_parameter(fmt::format(messages::kNoObject, code, message));
}

aws::Error from_objects(const objects::Error& error) {
  switch (error.kind) {
    case objects::ErrorKind::kNoSuchBucket:
      return s3_error("NoSuchBucket", s3_messages::kNoSuchBucket);
    case objects::ErrorKind::kNoSuchKey:
      return s3_error("NoSuchKey", s3_messages::kNoSuchKey);
    case objects::ErrorKind::kBusy:
      return to_aws_error({functions::FailureKind::kBusy, error.message});
    default:
      return to_aws_error({functions::FailureKind::kInternal, error.message});
  }
}

aws::Result<base::Ok> check_readable(const aws::RequestContext& context, const std::string& bucket,
                                     const std::string& key, const std::string& policy) {
  if (aws::authorize(context, {"s3:GetObject", objects::object_arn(bucket, key), {}, policy}).ok())
    return base::Ok{};
  return to_aws_error(
      {functions::FailureKind::kDenied, fmt::format(messages::kObjectDenied, bucket + "/" + key)});
}

base::Task<aws::Result<std::string>> read_object(Service& service, const aws::RequestContext& context,
                                                 const FunctionCode& code) {
  if (!code.s3_key || code.s3_key->empty()) co_return invalid_parameter(messages::kNoCode);
  const objects::BucketName name{context.account, *code.s3_bucket};
  auto bucket = co_await service.objects.find_bucket(name);
  const std::string policy = bucket.ok() ? bucket->policy : "";
  STATOR_CO_TRY(check_readable(context, *code.s3_bucket, *code.s3_key, policy));
  if (!bucket.ok()) co_return from_objects(bucket.error());
  if (bucket->region != context.region && !context.shared_data)
    co_return s3_error("PermanentRedirect", fmt::format(messages::kBucketElsewhere, bucket->region));
  // Objects have no versions here: theirs is called null.
  if (code.s3_object_version && *code.s3_object_version != "null")
    co_return s3_error("InvalidArgument", s3_messages::kBadVersion);
  auto object = co_await service.objects.find(name, *code.s3_key);
  if (!object.ok()) co_return from_objects(object.error());
  if (object->size > functions::kMaxUnpackedBytes) co_return invalid_parameter(messages::kUnpackedTooLarge);
  auto bytes = co_await service.objects.read_whole(name, *code.s3_key, functions::kMaxUnpackedBytes);
  if (!bytes.ok()) co_return from_objects(bytes.error());
  co_return std::move(*bytes);
}

}  // namespace

base::Task<aws::Result<Package>> read_package(Service& service, const aws::RequestContext& context,
                                              const FunctionCode& code) {
  std::string zip;
  if (code.zip_file && code.s3_bucket) co_return invalid_parameter(messages::kTwoSources);
  if (code.s3_bucket) {
    auto read = co_await read_object(service, context, code);
    if (!read.ok()) co_return std::move(read).error();
    zip = std::move(*read);
  } else if (!code.zip_file) {
    co_return invalid_parameter(messages::kNoCode);
  } else if (!base::append_base64_decoded(*code.zip_file, zip)) {
    co_return invalid_parameter(messages::kUnreadableZip);
  }
  if (zip.empty()) co_return invalid_parameter(messages::kUnreadableZip);
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(service.pool);
  const std::string problem = service.invoker.problem();
  auto checked = functions::check_package(zip);
  if (home != nullptr) co_await base::switch_to(*home);
  if (!problem.empty()) co_return invalid_parameter(problem);
  if (!checked.ok()) co_return invalid_parameter(checked.error().message);
  Package package{std::move(zip), static_cast<std::int64_t>(*checked)};
  co_return package;
}

functions::Result<base::Ok> check_unpacked_size(const functions::Configuration& configuration) {
  constexpr auto kLimit = static_cast<std::int64_t>(functions::kMaxUnpackedBytes);
  std::int64_t size = configuration.unpacked_bytes;
  for (const functions::LayerReference& layer : configuration.layers) size += layer.unpacked_bytes;
  if (size <= kLimit) return base::Ok{};
  return functions::Failure{functions::FailureKind::kInvalid,
                            fmt::format(messages::kTooLargeWithLayers, kLimit, size)};
}

}  // namespace stator::services::lambda
