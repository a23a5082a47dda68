#include "functions/object_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/percent.h"
#include "aws/protocol/iso_time.h"
#include "base/digest.h"
#include "functions/event_source.h"
#include "functions/function_arn.h"
#include "functions/json_slice.h"
#include "objects/arn.h"
#include "objects/model.h"

namespace stator::functions {

namespace {

constexpr char kService[] = "s3.amazonaws.com";

EventSource source_of(const objects::BucketName& bucket) {
  return {kService, objects::bucket_arn(bucket.name), bucket.account};
}

// As Amazon knows the customer: "A3NL1KOZZKExample".
std::string customer_id(std::string_view account) {
  const std::string digest = base::digest_of(base::DigestKind::kSha256, account);
  std::uint64_t number = 0;
  for (const unsigned char byte : digest.substr(0, sizeof number)) number = number << 8 | byte;
  return fmt::format("A{:016X}", number);
}

// "red flower.jpg" is "red+flower.jpg", and folders stay as they are.
std::string form_text(std::string_view key) {
  std::string text = aws::percent_encode(key, "/ ");
  std::ranges::replace(text, ' ', '+');
  return text;
}

}  // namespace

std::string event_json(const objects::ObjectEvent& event) {
  const objects::Cause& cause = event.cause;
  const std::string owner = customer_id(event.bucket.name.account);
  const std::string causer = cause.account.empty() ? owner : customer_id(cause.account);
  std::string out = R"({"Records":[{)";
  const auto text = [&](std::string_view name, std::string_view value, std::string_view after) {
    add_text(name, value, &out);
    out.append(after);
  };
  // Tags came with version 2.3.
  text("eventVersion", cause.event.starts_with("ObjectTagging:") ? "2.3" : "2.1", ",");
  text("eventSource", "aws:s3", ",");
  text("awsRegion", event.bucket.region, ",");
  text("eventTime", aws::protocol::iso_time_with_millis(event.micros / 1000), ",");
  text("eventName", cause.event, R"(,"userIdentity":{)");
  text("principalId", cause.principal_id.empty() ? causer : cause.principal_id, R"(},"requestParameters":{)");
  text("sourceIPAddress", cause.source_address, R"(},"responseElements":{)");
  text("x-amz-request-id", cause.request_id, ",");
  text("x-amz-id-2", cause.host_id, R"(},"s3":{"s3SchemaVersion":"1.0",)");
  text("configurationId", event.notification.id, R"(,"bucket":{)");
  text("name", event.bucket.name.name, R"(,"ownerIdentity":{)");
  text("principalId", owner, "},");
  text("arn", objects::bucket_arn(event.bucket.name.name), R"(},"object":{)");
  text("key", form_text(event.key), ",");
  if (event.object != nullptr) {
    out += fmt::format(R"("size":{},)", event.object->size);
    text("eTag", event.object->etag, ",");
  }
  text("sequencer", fmt::format("{:016X}", event.micros), "}}}]}");
  return out;
}

base::Task<Result<bool>> ObjectEvents::may_tell(std::string function_arn, objects::BucketName bucket) {
  const auto arn = parse_function_arn(function_arn);
  if (!arn) co_return false;
  auto function = co_await registry_.find(arn->scope, arn->name);
  if (!function.ok() && function.error().kind != FailureKind::kNotFound)
    co_return std::move(function).error();
  co_return function.ok() && function->find(arn->qualifier) != nullptr &&
      (!enforced_ || may_invoke(source_of(bucket), *function, arn->qualifier));
}

void ObjectEvents::add_to(storage::Commit* commit, const objects::ObjectEvent& event) {
  auto arn = parse_function_arn(event.notification.function_arn);
  if (!arn) return;
  QueuedEvent queued;
  queued.id = new_uuid();
  queued.scope = std::move(arn->scope);
  queued.function_name = std::move(arn->name);
  queued.qualifier = std::move(arn->qualifier);
  queued.payload = event_json(event);
  queued.queued_millis = event.micros / 1000;
  queued.source = source_of(event.bucket.name);
  EventQueue::add_to(commit, std::move(queued));
}

}  // namespace stator::functions
