// The texts of CloudWatch Logs. Sources: [docs] AWS documentation; [threads] AWS output quoted in SDK and
// tool threads; [assumed] the exact text is not known. "{}" is filled by fmt.
#pragma once

namespace stator::services::logs::messages {

// [threads]
inline constexpr char kGroupExists[] = "The specified log group already exists";
inline constexpr char kStreamExists[] = "The specified log stream already exists";
inline constexpr char kNoGroup[] = "The specified log group does not exist.";
inline constexpr char kNoStream[] = "The specified log stream does not exist.";
inline constexpr char kNotChronological[] =
    "Log events in a single PutLogEvents request must be in chronological order.";
inline constexpr char kSpanTooLong[] =
    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.";
inline constexpr char kUploadTooLarge[] = "Upload too large: {} bytes exceeds limit of {}";
inline constexpr char kEventTooLarge[] = "Log event too large: {} bytes exceeds limit of {}";
inline constexpr char kOrderWithPrefix[] = "Cannot order by LastEventTime with a logStreamNamePrefix.";
inline constexpr char kBothStreamFilters[] =
    "Cannot specify both logStreamNames and logStreamNamePrefix in the same request";

// [assumed]
inline constexpr char kBadToken[] = "The specified nextToken is invalid.";
inline constexpr char kPrefixAndPattern[] =
    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.";
inline constexpr char kBadRetention[] =
    "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy constraint: Member must "
    "satisfy enum value set: [{}]";
inline constexpr char kNoGroupNamed[] = "Either logGroupName or logGroupIdentifier must be specified.";
inline constexpr char kBadArn[] = "The specified resource ARN is invalid.";
inline constexpr char kBusy[] = "The service cannot complete the request.";

}  // namespace stator::services::logs::messages
