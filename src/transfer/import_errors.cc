#include "transfer/import_errors.h"

#include <fmt/core.h>

#include <utility>

#include "base/log.h"
#include "db/attribute_json/attribute_json.h"

namespace stator::transfer {

namespace {

constexpr std::size_t kBatchEvents = 100;
constexpr std::size_t kBatchBytes = telemetry::kMaxBatchBytes / 2;  // a message is much shorter than the rest

}  // namespace

void ImportErrors::add(const std::string& key, std::uint64_t index, std::string problem) {
  if (logged_ == kMaxLogged) return;
  ++logged_;
  using db::attribute_json::write_json_string;
  std::string message = R"({"itemS3Pointer":{"bucket":)";
  write_json_string(job_.place.bucket, &message);
  message += R"(,"key":)";
  write_json_string(key, &message);
  message += fmt::format(R"(,"itemIndex":{}}},"importArn":)", index);
  write_json_string(job_.arn(), &message);
  message += R"(,"errorMessages":[)";
  write_json_string(problem, &message);
  message += "]}";
  waiting_bytes_ += message.size();
  waiting_.push_back({logs_.clock().unix_millis(), std::move(message)});
}

bool ImportErrors::is_full() const {
  return waiting_.size() >= kBatchEvents || waiting_bytes_ >= kBatchBytes;
}

base::Task<> ImportErrors::flush() {
  if (waiting_.empty()) co_return;
  const telemetry::Scope scope{job_.scope.account, job_.scope.region};
  const std::string group = kImportLogGroup, stream = job_.id + "/error";
  if (!std::exchange(stream_made_, true)) {
    // They may be there.
    aws::protocol::Map<std::string> no_tags;
    co_await logs_.create_group(scope, group, std::move(no_tags));
    co_await logs_.create_stream(scope, group, stream);
  }
  auto put = co_await logs_.put(scope, group, stream, std::exchange(waiting_, {}));
  waiting_bytes_ = 0;
  if (!put.ok())
    base::log_warning("import", "errors of the import {} cannot be logged: {}", job_.id, put.error().message);
}

}  // namespace stator::transfer
