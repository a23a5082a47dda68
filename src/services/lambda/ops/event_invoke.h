// How invocations that nobody waits for are tried, and where their outcome goes.
#pragma once

#include "services/lambda/ops/common.h"
#include "services/lambda/shapes/event_invoke.h"

namespace stator::services::lambda {

base::Task<aws::Result<EventInvokeConfiguration>> put_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   EventInvokeRequest& request);
base::Task<aws::Result<EventInvokeConfiguration>> update_event_invoke(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      EventInvokeRequest& request);
base::Task<aws::Result<EventInvokeConfiguration>> get_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   FunctionRequest& request);
base::Task<aws::Result<base::Ok>> delete_event_invoke(Service& service, const aws::RequestContext& context,
                                                      FunctionRequest& request);
base::Task<aws::Result<ListEventInvokeResponse>> list_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   ListRequest& request);

}  // namespace stator::services::lambda
