#include "services/s3/ops/put_object.h"

#include "services/s3/common/headers.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> put_object(Service& service, Request& request) {
  objects::Object object;
  STATOR_CO_ASSIGN(object.headers, object_headers(request));
  STATOR_CO_ASSIGN(object.tags, tags_of_header(request));
  STATOR_CO_ASSIGN(objects::WriteCondition condition, write_condition(request));
  // What is refused anyway is refused before the body has come.
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());

  auto payload = co_await receive_blob(service, request, kDefaultChecksum);
  if (!payload.ok()) co_return std::move(payload).error();
  set_content(std::move(*payload), &object);
  net::Response response = empty_response(200);
  response.headers.add("ETag", quoted(object.etag));
  add_encryption_header(&response.headers);
  add_checksum_headers(object.checksum, &response.headers);
  auto done = co_await service.store.put(request.bucket_name(), request.key, std::move(object), condition,
                                         cause_of(request, "ObjectCreated:Put"));
  if (!done.ok()) co_return write_error(request, done.error());
  co_return response;
}

}  // namespace stator::services::s3
