#include "services/s3/common/bucket_change.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> change_bucket(Service& service, const Request& request, int status,
                                                std::function<void(objects::Bucket&)> how) {
  auto done = co_await service.store.change_bucket(request.bucket_name(), std::move(how));
  if (!done.ok()) co_return request.error(done.error());
  co_return empty_response(status);
}

}  // namespace stator::services::s3
