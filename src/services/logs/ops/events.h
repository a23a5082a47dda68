// Log events: put, get, filter.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/logs/shapes/logs.h"
#include "telemetry/logs.h"

namespace stator::services::logs {

base::Task<aws::Result<PutLogEventsResponse>> put_log_events(telemetry::Logs& logs,
                                                             const aws::RequestContext& context,
                                                             PutLogEventsRequest& request);
base::Task<aws::Result<GetLogEventsResponse>> get_log_events(telemetry::Logs& logs,
                                                             const aws::RequestContext& context,
                                                             GetLogEventsRequest& request);
base::Task<aws::Result<FilterLogEventsResponse>> filter_log_events(telemetry::Logs& logs,
                                                                   const aws::RequestContext& context,
                                                                   FilterLogEventsRequest& request);

}  // namespace stator::services::logs
