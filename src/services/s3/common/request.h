// A request to S3, taken apart; and what its operations work on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "aws/request_context.h"
#include "aws/router.h"
#include "base/task.h"
#include "functions/object_events.h"
#include "net/request.h"
#include "net/response.h"
#include "objects/object_store.h"
#include "services/s3/common/error.h"

namespace stator::services::s3 {

// What all operations of the service share. Thread-safe.
struct Service {
  objects::ObjectStore& store;
  functions::ObjectEvents& events;
};

struct Form;  // form.h

// In bytes.
struct SizeLimits {
  std::uint64_t min = 0;
  std::uint64_t max = UINT64_MAX;
};

struct Request {
  const net::Request& http;
  const aws::RequestContext& context;
  std::string bucket;                                      // empty: of the service itself
  std::string key;                                         // empty: of the bucket
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  const aws::CredentialStore* credentials = nullptr;       // where signatures are verified
  const Form* form = nullptr;  // that was posted: its fields are headers of `http`, its file the stream
  SizeLimits file_limits = {};
  std::uint64_t likely_file_bytes = 0;

  // The value of a query parameter, "" if it has none; nothing if it is not there.
  std::optional<std::string_view> parameter(std::string_view name) const;
  std::string_view parameter_or_empty(std::string_view name) const {
    return parameter(name).value_or(std::string_view());
  }
  std::string_view header(std::string_view name) const { return aws::header_or_empty(http, name); }

  objects::BucketName bucket_name() const { return {context.account, bucket}; }
  Resource resource() const { return {bucket, key, std::string(parameter_or_empty("uploadId"))}; }
  // For the errors of the store.
  Error error(const objects::Error& from) const { return from_objects(from, resource()); }
};

using Handler = base::Task<Result<net::Response>> (*)(Service& service, Request& request);

// What a request is addressed to.
enum class Target { kService, kBucket, kObject };

struct Operation {
  std::string_view name;    // "GetObject"
  std::string_view action;  // "s3:GetObject", what a policy allows
  std::string_view method;
  Target target;
  std::string_view marker;  // a query parameter, or a header, that has to be there; empty: none
  Handler handler;
};

// ---- how bucket and key are found in a request

// The bucket in the Host header, in lower case: "name.s3.eu-west-1.amazonaws.com", "name.localhost:8000".
// Empty if there is none.
std::string virtual_bucket(std::string_view host);
// Whether there is one: then the path is a key, which may be anything.
bool has_virtual_bucket(const net::Request& request);
// Fills bucket, key and query. InvalidURI if the path cannot be decoded.
Result<base::Ok> locate(Request* request);
// KeyTooLongError if it has more than 1,024 bytes.
Result<base::Ok> check_key(std::string_view key);

// "/bucket/key", as x-amz-copy-source has it; decoded. Nothing if it is neither.
std::optional<std::pair<std::string, std::string>> split_source(std::string_view source);

// Of the change that the request makes: "ObjectCreated:Put".
objects::Cause cause_of(const Request& request, std::string_view event);

// ---- responses

// As the client is told it: sixteen characters, as S3 makes them, out of ours.
std::string_view request_id(const aws::RequestContext& context);
std::string host_id(const aws::RequestContext& context);

net::Response empty_response(int status);
net::Response xml_response(std::string xml);

// The id by which S3 knows the owner of an account's buckets: 64 hexadecimal digits.
std::string canonical_id(std::string_view account);

}  // namespace stator::services::s3
