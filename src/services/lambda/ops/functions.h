// Functions: create, show, list, change, delete.
#pragma once

#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

base::Task<aws::Result<FunctionConfiguration>> create_function(Service& service,
                                                               const aws::RequestContext& context,
                                                               CreateFunctionRequest& request);
base::Task<aws::Result<GetFunctionResponse>> get_function(Service& service,
                                                          const aws::RequestContext& context,
                                                          FunctionRequest& request);
base::Task<aws::Result<FunctionConfiguration>> get_function_configuration(Service& service,
                                                                          const aws::RequestContext& context,
                                                                          FunctionRequest& request);
base::Task<aws::Result<ListFunctionsResponse>> list_functions(Service& service,
                                                              const aws::RequestContext& context,
                                                              ListRequest& request);
base::Task<aws::Result<FunctionConfiguration>> update_function_code(Service& service,
                                                                    const aws::RequestContext& context,
                                                                    UpdateFunctionCodeRequest& request);
base::Task<aws::Result<FunctionConfiguration>> update_function_configuration(
    Service& service, const aws::RequestContext& context, UpdateFunctionConfigurationRequest& request);
base::Task<aws::Result<base::Ok>> delete_function(Service& service, const aws::RequestContext& context,
                                                  FunctionRequest& request);

}  // namespace stator::services::lambda
