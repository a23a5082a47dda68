// Dashboards: what they show is kept for those that draw it. They belong to an account, not to a region.
//
// Thread-safe. What was acknowledged is kept as the engine's durability promises.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/protocol/shape.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "storage/engine.h"

namespace stator::monitoring::dashboards {

inline constexpr std::size_t kMaxNameBytes = 255;
inline constexpr std::size_t kMaxBodyBytes = 1 << 20;  // our own
inline constexpr std::size_t kMaxPage = 1000;          // AWS: of one ListDashboards
inline constexpr std::size_t kMaxRemoved = 100;        // AWS: of one DeleteDashboards
inline constexpr std::size_t kMaxTags = 50;

struct Dashboard {
  std::string name;
  std::string body;  // JSON, as it came
  std::int64_t modified_millis = 0;
  aws::protocol::Map<std::string> tags;
};

// What a list shows of one.
struct Entry {
  std::string name;
  std::int64_t modified_millis = 0;
  std::size_t body_bytes = 0;
};

struct ListRequest {
  std::string prefix;  // of the names
  std::string after;   // the last name of the page before
  std::size_t limit = kMaxPage;
};
struct ListPage {
  std::vector<Entry> entries;  // in order of name
  bool more = false;
};

enum class FailureKind : std::uint8_t {
  kNoDashboard,  // message: its name
  kTooManyTags,
  kBusy,  // retryable
  kInternal,
};
struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};
};
template <typename T>
using Result = base::Result<T, Failure>;

// A-Z, a-z, 0-9, - and _; not empty. Their number is another matter.
bool is_name(std::string_view name);
// "arn:aws:cloudwatch::000000000000:dashboard/name".
std::string dashboard_arn(std::string_view account, std::string_view name);

class Dashboards {
 public:
  // Both must outlive this.
  Dashboards(storage::Engine& engine, base::Clock& clock) : engine_(engine), clock_(clock) {}

  // Creates it, or replaces its body: then its tags stay as they are. Preconditions: is_name(), within the
  // limits, a body that passes check_body(). kTooManyTags.
  base::Task<Result<base::Ok>> put(std::string account, std::string name, std::string body,
                                   aws::protocol::Map<std::string> tags);
  base::Task<Result<Dashboard>> find(std::string account, std::string name);
  base::Task<Result<ListPage>> list(std::string account, ListRequest request);
  // All of them, or kNoDashboard and none.
  base::Task<Result<base::Ok>> remove(std::string account, std::vector<std::string> names);
  // kNoDashboard, kTooManyTags.
  base::Task<Result<base::Ok>> tag(std::string account, std::string name, aws::protocol::Map<std::string> add,
                                   std::vector<std::string> remove);

 private:
  storage::Engine& engine_;
  base::Clock& clock_;
};

}  // namespace stator::monitoring::dashboards
