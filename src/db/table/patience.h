// Work in the background that waits for a busy engine or a failed disk, until it is done or stopped.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/task.h"
#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::table {

enum class CommitStep { kDone, kConflict, kFenced, kStopped };

// Waits while the engine is busy or takes no writes. An error is one that waiting does not help. `receipt`:
// where to put that of a commit that is done.
base::Task<Result<CommitStep>> commit_patiently(storage::Engine& engine, const storage::Commit& commit,
                                                const std::atomic<bool>& stopped,
                                                storage::CommitReceipt* receipt = nullptr);

// Now, in the time of commits: no write that is done has a later one, and none that is still to come has an
// earlier one. The clock may have been set back.
base::Task<Result<std::int64_t>> time_of_commits(storage::Engine& engine);

// Errors that may pass: the engine's. Others are bugs, or refuse for good.
bool may_pass(const Error& error);

// Again and again, as long as the error may pass. `work` names it in the log. `stopped` must live as long.
base::Task<> until_done(const std::atomic<bool>& stopped, std::string work,
                        std::function<base::Task<Result<base::Ok>>()> attempt);

}  // namespace stator::db::table
