// AWS's texts about transactions. Checked 2026-11; sources: AWS API reference, SDK issue threads.
#pragma once

namespace stator::db::transaction::messages {

inline constexpr char kConflict[] = "Transaction is ongoing for the item";
inline constexpr char kSameItemTwice[] = "Transaction request cannot include multiple operations on one item";
inline constexpr char kInProgress[] = "The transaction with the given request token is already in progress.";
inline constexpr char kParameterMismatch[] =
    "The provided client token has been used with different parameters of a previous request";
inline constexpr char kTooLarge[] = "Transaction payload cannot exceed 4MB";

}  // namespace stator::db::transaction::messages
