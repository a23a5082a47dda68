// Answers the links of GetFunction with the zip archive.
#pragma once

#include "aws/router.h"
#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

// Thread-safe.
class CodeDownload final : public aws::Endpoint {
 public:
  // The service must outlive this.
  explicit CodeDownload(Service& service) : service_(service) {}

  bool claims(const net::Request& request) const override { return request.path.starts_with(kCodePath); }
  base::Task<net::Response> handle(const net::Request& request, aws::RequestContext& context) const override;

 private:
  Service& service_;
};

}  // namespace stator::services::lambda
