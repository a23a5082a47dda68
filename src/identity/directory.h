// The directory of all accounts: who there is and what he may do. It is read from memory; a change is stored
// durably, then seen by every reader at once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/error.h"
#include "base/async_mutex.h"
#include "base/clock.h"
#include "base/task.h"
#include "identity/records.h"
#include "storage/engine.h"

namespace stator::identity {

class Directory;

// Where there are more sessions, those that have ended go at once.
inline constexpr std::size_t kMaxSessionsWithEnded = 10'000;

// The changes of one commit. Names are unique without regard to case.
class Draft {
 public:
  explicit Draft(const Directory& directory) : directory_(directory) {}

  // What is stored now; no other change comes in between.
  const Directory& directory() const { return directory_; }

  void put(Principal principal);
  // One that was in the directory, whose documents have not changed: they are not parsed again.
  void put_again(Principal principal);
  void erase(const Principal& principal);
  void put(ManagedPolicy policy);
  void erase(const ManagedPolicy& policy);
  void put(AccessKey key);
  void erase(const AccessKey& key);
  void put(Session session);
  void erase(const Session& session);

 private:
  friend class Directory;
  struct Change {
    storage::Write write;
    std::function<void(Directory&)> apply;
  };
  const Directory& directory_;
  std::vector<Change> changes_;
};

// Thread-safe.
class Directory {
 public:
  using ChangeFunction = std::function<aws::Result<base::Ok>(Draft&)>;

  // Reads everything. The error is one line for people. The engine and the clock must outlive the directory.
  static base::Task<base::Result<std::unique_ptr<Directory>, std::string>> open(storage::Engine& engine,
                                                                                const base::Clock& clock);

  // nullptr: there is none. Names are found without regard to case.
  PrincipalRef find(PrincipalKind kind, std::string_view account, std::string_view name) const;
  // The user of this id, who may have been renamed since he had this name; nullptr: he is gone.
  PrincipalRef find_user(std::string_view account, std::string_view name, std::string_view id) const;
  // A policy of AWS, or one of an account.
  ManagedPolicyRef find_policy(std::string_view arn) const;
  AccessKeyRef find_key(std::string_view id) const;
  // Also one that has expired, if it was not swept out yet.
  SessionRef find_session(std::string_view id) const;

  // In the order of their names in lower case.
  std::vector<PrincipalRef> list(PrincipalKind kind, std::string_view account) const;
  std::vector<ManagedPolicyRef> policies(std::string_view account) const;
  std::vector<AccessKeyRef> keys_of(std::string_view account, std::string_view user) const;
  // Of a user: those that GetSessionToken made.
  std::vector<SessionRef> sessions_of(std::string_view account, std::string_view user) const;

  // `change` looks at what is stored, fills the draft or refuses. One change at a time.
  base::Task<aws::Result<base::Ok>> change(ChangeFunction change);

  const base::Clock& clock() const { return clock_; }

 private:
  friend class Draft;
  template <typename Ref>
  using ByName = std::map<std::string, Ref, std::less<>>;  // by account, '/' and name in lower case

  Directory(storage::Engine& engine, const base::Clock& clock) : engine_(engine), clock_(clock) {}
  base::Task<storage::Result<base::Ok>> load();
  bool add(std::string_view key, std::string_view value);
  void sweep_sessions(Draft* draft) const;
  void add_session(SessionRef session);  // mutex_ is held
  void drop_session(const std::string& id);

  storage::Engine& engine_;
  const base::Clock& clock_;
  base::AsyncMutex changing_;
  bool reload_needed_ = false;       // guarded by changing_: the outcome of a commit is not known
  mutable std::shared_mutex mutex_;  // guards what follows
  ByName<PrincipalRef> principals_[kPrincipalKinds];
  std::map<std::string, ManagedPolicyRef, std::less<>> policies_;  // by account, '/' and name in lower case
  std::map<std::string, AccessKeyRef, std::less<>> keys_;          // by id
  std::map<std::string, SessionRef, std::less<>> sessions_;        // by id
  std::set<std::pair<std::int64_t, std::string>> session_ends_;    // in ms, and ids
};

}  // namespace stator::identity
