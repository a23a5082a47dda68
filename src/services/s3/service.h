// Amazon S3: REST and XML, path and virtual-host style.
#pragma once

#include "aws/identity_rules.h"
#include "aws/router.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// Is the request for S3? By its signature's scope, by a presigned query, or by a bucket in its host name. A
// plain GET of some path is not. Its body is to be taken as a stream (net::Options::streams_body).
bool is_for_s3(const net::Request& request);

// Thread-safe.
class Endpoint final : public aws::Endpoint {
 public:
  // Both must outlive this.
  Endpoint(Service& service, const aws::IdentityRules& rules) : service_(service), rules_(rules) {}

  // Where policies decide, also a plain GET of what may be public; else a plain HEAD of a bucket.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, aws::RequestContext& context) const override;

 private:
  base::Task<Result<net::Response>> run(Request& request, aws::RequestContext& context) const;
  // A file in a form, which also says who sends it.
  base::Task<Result<net::Response>> run_form(const net::Request& http, aws::RequestContext& context) const;
  // Where a bucket is, S3 says to those, too, whom it refuses (API_HeadBucket). Empty if it is not there.
  base::Task<std::string> region_for_everybody(const Request& request) const;
  base::Task<net::Response> refuse(Error error, Request& request) const;

  Service& service_;
  const aws::IdentityRules& rules_;
};

}  // namespace stator::services::s3
