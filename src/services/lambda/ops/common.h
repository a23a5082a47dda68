// What the operations share: the parts of the service, names, errors, how a function is shown.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/executor.h"
#include "base/task.h"
#include "functions/async_invoker.h"
#include "functions/invoker.h"
#include "functions/layers.h"
#include "functions/registry.h"
#include "functions/triggers.h"
#include "objects/object_store.h"
#include "services/lambda/ops/code_links.h"
#include "services/lambda/shapes/lambda.h"

namespace stator::services::lambda {

// The parts that operations work on. All outlive it.
struct Service {
  functions::Registry& registry;
  functions::Invoker& invoker;
  functions::AsyncInvoker& async_invoker;
  functions::Triggers& triggers;
  functions::Roles& roles;
  objects::ObjectStore& objects;
  const CodeLinks& links;
  functions::Layers& layers;
  base::Executor& pool;  // for what waits
};

inline functions::Scope scope_of(const aws::RequestContext& context) {
  return {context.account, context.region};
}

// One page of a list, whose elements are put to it in the order of their markers.
class Page {
 public:
  static constexpr std::int64_t kMaxItems = 50;  // AWS: of versions, however many are asked for

  explicit Page(const ListRequest& request)
      : limit_(std::min(request.max_items.value_or(kMaxItems), kMaxItems)) {}

  // Whether the element is on the page; after the first that is not, there are none.
  bool takes(const std::string& marker);
  // Nothing if all were on it.
  const std::optional<std::string>& next_marker() const { return next_marker_; }

 private:
  std::int64_t limit_;
  std::string last_;
  std::optional<std::string> next_marker_;
};

aws::Error invalid_parameter(std::string message);
aws::Error not_found(std::string message);
aws::Error to_aws_error(const functions::Failure& failure);

// `member` is "architectures" or "compatibleArchitectures".
aws::Result<base::Ok> check_architectures(const std::optional<std::vector<std::string>>& given,
                                          std::string_view member);

inline constexpr std::size_t kMaxTags = 50;  // of a function

// "2026-01-31T12:00:00.123+0000"
std::string time_text(std::int64_t unix_millis);

// A function as requests name it: "name", "name:alias", an ARN, or the end of one.
struct FunctionName {
  std::string name;
  std::string qualifier;
};
// With `qualifier`, which must not contradict the name. Errors: ResourceNotFoundException for a function of
// another account or region.
aws::Result<FunctionName> parse_name(const aws::RequestContext& context, const std::string& text,
                                     const std::optional<std::string>& qualifier = std::nullopt);

// The function and the configuration that the qualifier names.
struct Found {
  functions::Function function;
  functions::Configuration configuration;
};
base::Task<aws::Result<Found>> find_function(Service& service, const aws::RequestContext& context,
                                             const std::string& text,
                                             const std::optional<std::string>& qualifier = std::nullopt);

// With its version at the end of the ARN, but for $LATEST where nobody asked for it.
FunctionConfiguration describe(const functions::Function& function,
                               const functions::Configuration& configuration, bool qualified);

// Whether the caller may give the role to Lambda, and Lambda may assume it for the function. Errors:
// AccessDeniedException, InvalidParameterValueException.
aws::Result<base::Ok> check_role(const Service& service, const aws::RequestContext& context,
                                 const functions::Function& function, const std::string& role_arn);

// The bytes of a zip archive, checked: sent in base64, or in an object that the caller may read. Errors as
// AWS's.
struct Package {
  std::string zip;
  std::int64_t unpacked_bytes = 0;
};
base::Task<aws::Result<Package>> read_package(Service& service, const aws::RequestContext& context,
                                              const FunctionCode& code);

// AWS's limit, of a function's code and its layers together.
functions::Result<base::Ok> check_unpacked_size(const functions::Configuration& configuration);

}  // namespace stator::services::lambda
