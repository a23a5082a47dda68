// Event source mappings: create, show, list, change, delete.
#pragma once

#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

base::Task<aws::Result<MappingConfiguration>> create_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request);
base::Task<aws::Result<MappingConfiguration>> get_mapping(Service& service,
                                                          const aws::RequestContext& context,
                                                          MappingRequest& request);
base::Task<aws::Result<ListMappingsResponse>> list_mappings(Service& service,
                                                            const aws::RequestContext& context,
                                                            ListMappingsRequest& request);
base::Task<aws::Result<MappingConfiguration>> update_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request);
base::Task<aws::Result<MappingConfiguration>> delete_mapping(Service& service,
                                                             const aws::RequestContext& context,
                                                             MappingRequest& request);

}  // namespace stator::services::lambda
