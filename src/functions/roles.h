// The roles that functions run as: temporary sessions of them, and what they may do.
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/task.h"
#include "functions/failure.h"
#include "functions/function.h"
#include "identity/access_control.h"
#include "identity/directory.h"

namespace stator::functions {

inline constexpr std::int64_t kSessionSeconds = 12 * 3600;  // AWS's for execution environments
// A session is given to further environments while it is good for so much longer.
inline constexpr std::int64_t kShareableMillis = 6 * 3600 * 1000;
// An environment whose session ends sooner gets no more invocations; the longest one takes 15 minutes.
inline constexpr std::int64_t kSpareMillis = 30 * 60 * 1000;

class Roles {
 public:
  // All outlive this. `enforced`: roles have to be there, and their policies decide.
  struct Parts {
    identity::Directory& directory;
    const identity::AccessControl& access;
    base::Random& random;
    bool enforced = false;
  };
  explicit Roles(const Parts& parts) : parts_(parts) {}

  bool enforced() const { return parts_.enforced; }

  // kInvalid unless Lambda may assume the role for the function. Everything is fine where nothing is
  // enforced.
  Result<base::Ok> check(const Function& function, const std::string& role_arn) const;

  // A session of the role, named like the function, in the account of the function. kDenied: Lambda may not
  // assume the role (any more).
  base::Task<Result<identity::SessionRef>> session(const Function& function, std::string role_arn);

  // Whether the session's role may do this, by its own policies and that of the resource (empty: none): both
  // of them, if its ARN names another account. True where nothing is enforced.
  bool allows(const Function& function, const identity::Session& session, std::string_view action,
              std::string_view resource, std::string_view resource_policy = {}) const;
  // The same for the role of a function, and all of `actions`.
  base::Task<Result<bool>> allows_all(const Function& function, std::string role_arn,
                                      std::span<const std::string_view> actions, std::string resource,
                                      std::string resource_policy = {});

 private:
  struct Chosen {
    std::string name;
    std::string id;
  };
  // The role that Lambda assumes, be it there or not; nothing if it may not.
  std::optional<Chosen> choose(const Function& function, const std::string& role_arn) const;

  const Parts parts_;
  std::mutex mutex_;
  std::map<std::string, identity::SessionRef> sessions_;  // by ARN of the function, and id of the role
};

// Good for an invocation more.
inline bool is_fresh(const identity::Session& session, std::int64_t now_millis) {
  return session.expires_millis - now_millis > kSpareMillis;
}

}  // namespace stator::functions
