// Who am I, and temporary credentials.
#pragma once

#include "aws/protocol/operation.h"
#include "aws/request_context.h"
#include "base/random.h"
#include "base/task.h"
#include "identity/access_control.h"
#include "services/sts/shapes/sts.h"

namespace stator::services::sts {

// What the operations work on. All of it outlives them.
struct Sts {
  identity::Directory& directory;
  const identity::AccessControl& access;
  base::Random& random;
};

base::Task<aws::Result<GetCallerIdentityResponse>> get_caller_identity(Sts& sts,
                                                                       const aws::RequestContext& context,
                                                                       GetCallerIdentityRequest& request);
// A role that is not there can be assumed as long as nobody is asked who he is; its sessions have no
// permissions once somebody is.
base::Task<aws::Result<AssumeRoleResponse>> assume_role(Sts& sts, const aws::RequestContext& context,
                                                        AssumeRoleRequest& request);
base::Task<aws::Result<GetSessionTokenResponse>> get_session_token(Sts& sts,
                                                                   const aws::RequestContext& context,
                                                                   GetSessionTokenRequest& request);
base::Task<aws::Result<GetAccessKeyInfoResponse>> get_access_key_info(Sts& sts,
                                                                      const aws::RequestContext& context,
                                                                      GetAccessKeyInfoRequest& request);

// GetCallerIdentity and GetSessionToken are for everybody; who may assume a role is written in the role.
inline aws::Result<base::Ok> authorize(Sts&, const aws::RequestContext&, const aws::protocol::Operation&,
                                       const GetCallerIdentityRequest&) {
  return base::Ok{};
}
inline aws::Result<base::Ok> authorize(Sts&, const aws::RequestContext&, const aws::protocol::Operation&,
                                       const GetSessionTokenRequest&) {
  return base::Ok{};
}
aws::Result<base::Ok> authorize(Sts& sts, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const AssumeRoleRequest& request);

}  // namespace stator::services::sts
