// What an operation of IAM asks for: its action on the role, user, group or policy that it names.
#pragma once

#include "aws/protocol/operation.h"
#include "services/iam/common/lookups.h"

namespace stator::services::iam {

// What of a request says which resource is meant.
struct Target {
  std::optional<std::string> name;         // of a principal
  std::optional<std::string> path;         // of what is made
  std::optional<std::string> path_prefix;  // of a list
  std::optional<std::string> policy_arn;
  std::optional<std::string> boundary;  // that it is to have
  // What it is to be called, and where it is to be: asked for as well.
  std::optional<std::string> new_name;
  std::optional<std::string> new_path;
};

aws::Result<base::Ok> authorize_target(Iam& iam, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation, const Target& target);

template <typename Request>
aws::Result<base::Ok> authorize(Iam& iam, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  Target target;
  if constexpr (requires { request.name; }) target.name = request.name;
  if constexpr (requires { request.group_name; }) target.name = request.group_name;
  if constexpr (requires {
                  request.policy_name;
                  request.path;
                })
    target.name = request.policy_name;
  if constexpr (requires { request.path; }) target.path = request.path;
  if constexpr (requires { request.new_name; }) target.new_name = request.new_name;
  if constexpr (requires { request.new_path; }) target.new_path = request.new_path;
  if constexpr (requires { request.path_prefix; }) target.path_prefix = request.path_prefix;
  if constexpr (requires { request.policy_arn; }) target.policy_arn = request.policy_arn;
  if constexpr (requires { request.permissions_boundary; }) target.boundary = request.permissions_boundary;
  return authorize_target(iam, context, operation, target);
}

}  // namespace stator::services::iam
