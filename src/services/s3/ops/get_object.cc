#include "services/s3/ops/get_object.h"

#include <fmt/format.h>

#include <memory>

#include "base/log.h"
#include "net/http_date.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

class ObjectBody final : public net::BodySource {
 public:
  ObjectBody(std::uint64_t size, std::unique_ptr<objects::ObjectReader> reader)
      : size_(size), reader_(std::move(reader)) {}

  std::uint64_t size() const override { return size_; }
  base::Task<bool> read(std::span<char> buffer) override {
    if (!reader_) co_return false;
    auto done = co_await reader_->read(buffer);
    if (!done.ok()) base::log_error("s3", "a download was cut off: {}", done.error().message);
    co_return done.ok();
  }

 private:
  const std::uint64_t size_;
  const std::unique_ptr<objects::ObjectReader> reader_;  // nullptr: only the size is asked for
};

// What partNumber asks for.
Result<Range> range_of_part(std::string_view text, const objects::Object& object) {
  const auto number = parse_number(text);
  if (!number || *number == 0 || *number > objects::kMaxPartNumber) {
    return invalid_argument(messages::kBadPartNumber, "partNumber", text);
  }
  if (!object.multipart && *number == 1) return Range{0, object.size};
  const std::size_t parts = object.multipart ? object.blobs.size() : 1;
  if (*number > parts) {
    return Error{416,
                 "InvalidPartNumber",
                 messages::kInvalidPartNumber,
                 {{"ActualPartCount", std::to_string(parts)}, {"PartNumberRequested", std::string(text)}}};
  }
  Range range;
  for (std::size_t i = 0; i + 1 < *number; ++i) range.first += object.blobs[i].size;
  range.size = object.blobs[*number - 1].size;
  return range;
}

Result<std::optional<Range>> wanted_range(const Request& request, const objects::Object& object) {
  if (const auto part = request.parameter("partNumber")) {
    STATOR_ASSIGN(const Range range, range_of_part(*part, object));
    return std::optional<Range>(range);
  }
  return parse_range(request.header("range"), object.size);
}

net::Response unchanged(const objects::Object& object) {
  net::Response response = empty_response(304);
  response.headers.add("ETag", quoted(object.etag));
  response.headers.add("Last-Modified", net::http_date(object.modified_micros / 1'000'000));
  return response;
}

// Else a link to a public object could make a page of it.
Result<base::Ok> check_overrides(const Request& request) {
  if (request.context.is_signed) return base::Ok{};
  for (const auto& [name, value] : request.query) {
    if (name.starts_with("response-")) return invalid_request(messages::kAnonymousOverride);
  }
  return base::Ok{};
}

}  // namespace

base::Task<Result<net::Response>> get_object(Service& service, Request& request) {
  STATOR_CO_TRY(check_overrides(request));
  Result<base::Ok> allowed = base::Ok{};
  Result<std::optional<Range>> range = std::optional<Range>();
  Range part;
  auto choose = [&](const objects::Object& object) -> std::optional<objects::ObjectStore::ByteRange> {
    allowed = check_read_conditions(request, "", object);
    if (!allowed.ok()) return std::nullopt;
    range = wanted_range(request, object);
    if (!range.ok()) return std::nullopt;
    part = range->value_or(Range{0, object.size});
    if (request.http.method == "HEAD") return std::nullopt;
    return objects::ObjectStore::ByteRange{part.first, part.size};
  };
  auto opened = co_await service.store.find_and_open(request.bucket_name(), request.key, choose);
  if (!opened.ok()) co_return request.error(opened.error());
  const objects::Object& object = opened->object;
  if (!allowed.ok() && allowed.error().status == 304) co_return unchanged(object);
  if (!allowed.ok()) co_return std::move(allowed).error();
  if (!range.ok()) co_return std::move(range).error();
  net::Response response = empty_response(*range ? 206 : 200);
  add_object_headers(request, object, &response.headers);
  if (*range && part.size > 0) {
    response.headers.add("Content-Range",
                         fmt::format("bytes {}-{}/{}", part.first, part.first + part.size - 1, object.size));
  }
  if (request.parameter("partNumber") && object.multipart)
    response.headers.add("x-amz-mp-parts-count", std::to_string(object.blobs.size()));
  if (!*range && request.header("x-amz-checksum-mode") == "ENABLED")
    add_checksum_headers(object.checksum, &response.headers);
  response.source = std::make_unique<ObjectBody>(part.size, std::move(opened->reader));
  co_return response;
}

}  // namespace stator::services::s3
