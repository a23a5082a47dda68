// The texts of DynamoDB Streams. AWS rewords them: each has its source. "{}" is filled by fmt.
//
// Sources: [docs] AWS documentation; [threads] AWS output quoted in SDK and tool threads; [assumed] the exact
// text is not known.
#pragma once

namespace stator::services::streams::messages {

inline constexpr char kStreamNotFound[] =
    "Requested resource not found: Stream: {} not found";  // [threads] 2021-11
inline constexpr char kShardNotFound[] =
    "Requested resource not found: Shard does not exist";                                 // [threads] 2021-07
inline constexpr char kTrimmed[] = "The data you are trying to access has been trimmed";  // [threads] 2019-02

// [assumed]
inline constexpr char kIteratorExpired[] =
    "Iterator expired. The iterator was created at time {} while right now it is {} which is further in the "
    "future than the tolerated delay of {} milliseconds.";
inline constexpr char kBadIterator[] = "Invalid ShardIterator";
inline constexpr char kBadStreamArn[] = "Invalid StreamArn: {}";
inline constexpr char kBadShardId[] = "Invalid ShardId: {}";
inline constexpr char kBadSequenceNumber[] = "Invalid SequenceNumber: {}";
inline constexpr char kSequenceNumberMissing[] = "SequenceNumber is required for ShardIteratorType {}";
inline constexpr char kSequenceNumberSuperfluous[] =
    "SequenceNumber must not be given for ShardIteratorType {}";
inline constexpr char kFilterShardMissing[] = "ShardId is required for ShardFilter Type CHILD_SHARDS";
inline constexpr char kFilterTypeMissing[] = "Type is required for ShardFilter";
inline constexpr char kBusy[] = "The server is busy; try again";

}  // namespace stator::services::streams::messages
