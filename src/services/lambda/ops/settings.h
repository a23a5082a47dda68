// What belongs to a function besides its code: versions, aliases, permissions, tags, concurrency.
#pragma once

#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

base::Task<aws::Result<FunctionConfiguration>> publish_version(Service& service,
                                                               const aws::RequestContext& context,
                                                               PublishVersionRequest& request);
base::Task<aws::Result<ListVersionsResponse>> list_versions(Service& service,
                                                            const aws::RequestContext& context,
                                                            ListRequest& request);

base::Task<aws::Result<AliasConfiguration>> create_alias(Service& service, const aws::RequestContext& context,
                                                         AliasRequest& request);
base::Task<aws::Result<AliasConfiguration>> get_alias(Service& service, const aws::RequestContext& context,
                                                      AliasRequest& request);
base::Task<aws::Result<AliasConfiguration>> update_alias(Service& service, const aws::RequestContext& context,
                                                         AliasRequest& request);
base::Task<aws::Result<base::Ok>> delete_alias(Service& service, const aws::RequestContext& context,
                                               AliasRequest& request);
base::Task<aws::Result<ListAliasesResponse>> list_aliases(Service& service,
                                                          const aws::RequestContext& context,
                                                          ListRequest& request);

base::Task<aws::Result<AddPermissionResponse>> add_permission(Service& service,
                                                              const aws::RequestContext& context,
                                                              AddPermissionRequest& request);
base::Task<aws::Result<base::Ok>> remove_permission(Service& service, const aws::RequestContext& context,
                                                    RemovePermissionRequest& request);
base::Task<aws::Result<GetPolicyResponse>> get_policy(Service& service, const aws::RequestContext& context,
                                                      FunctionRequest& request);

base::Task<aws::Result<base::Ok>> tag_resource(Service& service, const aws::RequestContext& context,
                                               TagsRequest& request);
base::Task<aws::Result<base::Ok>> untag_resource(Service& service, const aws::RequestContext& context,
                                                 TagsRequest& request);
base::Task<aws::Result<TagsResponse>> list_tags(Service& service, const aws::RequestContext& context,
                                                TagsRequest& request);

base::Task<aws::Result<Concurrency>> put_concurrency(Service& service, const aws::RequestContext& context,
                                                     PutConcurrencyRequest& request);
base::Task<aws::Result<Concurrency>> get_concurrency(Service& service, const aws::RequestContext& context,
                                                     FunctionRequest& request);
base::Task<aws::Result<base::Ok>> delete_concurrency(Service& service, const aws::RequestContext& context,
                                                     FunctionRequest& request);
base::Task<aws::Result<CodeSigningResponse>> get_code_signing(Service& service,
                                                              const aws::RequestContext& context,
                                                              FunctionRequest& request);

}  // namespace stator::services::lambda
