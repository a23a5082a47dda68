// Log streams: create, describe, delete.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/logs/shapes/logs.h"
#include "telemetry/logs.h"

namespace stator::services::logs {

base::Task<aws::Result<base::Ok>> create_log_stream(telemetry::Logs& logs, const aws::RequestContext& context,
                                                    LogStreamRequest& request);
base::Task<aws::Result<base::Ok>> delete_log_stream(telemetry::Logs& logs, const aws::RequestContext& context,
                                                    LogStreamRequest& request);
base::Task<aws::Result<DescribeLogStreamsResponse>> describe_log_streams(telemetry::Logs& logs,
                                                                         const aws::RequestContext& context,
                                                                         DescribeLogStreamsRequest& request);

}  // namespace stator::services::logs
