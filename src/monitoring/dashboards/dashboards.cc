#include "monitoring/dashboards/dashboards.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time_slice.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::monitoring::dashboards {
namespace {

using aws::protocol::Member;
using aws::protocol::Structure;
using namespace aws::protocol;  // the vocabulary of shape tables
using keyspace::KeyBuilder;

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kTags = map_shape(kText, kText);

constexpr Member kDashboardMembers[] = {
    member<&Dashboard::name>("name", kText),
    member<&Dashboard::body>("body", kText),
    member<&Dashboard::modified_millis>("modified", kNumber),
    member<&Dashboard::tags>("tags", kTags),
};
constexpr Structure kDashboard{"dashboard", kDashboardMembers};

KeyBuilder of_account(std::string_view account) {
  KeyBuilder key(keyspace::Space::kDashboard, 0, 0);
  key.set_hash(0).bytes(account);
  return key;
}

std::string key_of(std::string_view account, std::string_view name) {
  return of_account(account).bytes(name).take();
}

Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

Failure no_dashboard(std::string name) { return {FailureKind::kNoDashboard, std::move(name)}; }

void put_tags(Dashboard* dashboard, const Map<std::string>& add) {
  for (const auto& [key, value] : add) {
    std::erase_if(dashboard->tags, [&key = key](const auto& tag) { return tag.first == key; });
    dashboard->tags.emplace_back(key, value);
  }
}

storage::Commit commit_of(std::string key, storage::CommitVersion version, const Dashboard& dashboard) {
  storage::Commit commit;
  commit.guards.push_back({key, version});
  commit.writes.push_back({std::move(key), records::encode(kDashboard, &dashboard)});
  return commit;
}

}  // namespace

bool is_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_allowed);
}

std::string dashboard_arn(std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:cloudwatch::{}:dashboard/{}", account, name);
}

base::Task<Result<base::Ok>> Dashboards::put(std::string account, std::string name, std::string body,
                                             Map<std::string> tags) {
  if (tags.size() > kMaxTags) co_return Failure{FailureKind::kTooManyTags};
  const std::string key = key_of(account, name);
  Dashboard dashboard;
  dashboard.name = std::move(name);
  dashboard.body = std::move(body);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto before = co_await records::get<Dashboard>(engine_, kDashboard, key);
    if (!before.ok()) co_return to_failure(before.error());
    dashboard.tags.clear();
    if (before->exists()) {
      dashboard.tags = std::move(before->value.tags);
    } else {
      put_tags(&dashboard, tags);
    }
    dashboard.modified_millis = clock_.unix_millis();
    storage::Commit commit = commit_of(key, before->version, dashboard);
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<Dashboard>> Dashboards::find(std::string account, std::string name) {
  auto kept = co_await records::get<Dashboard>(engine_, kDashboard, key_of(account, name));
  if (!kept.ok()) co_return to_failure(kept.error());
  if (!kept->exists()) co_return no_dashboard(std::move(name));
  co_return std::move(kept->value);
}

base::Task<Result<ListPage>> Dashboards::list(std::string account, ListRequest request) {
  ListPage found;
  storage::KeyRange range = keyspace::prefix_range(of_account(account).bytes_prefix(request.prefix).view());
  if (!request.after.empty()) range.begin = std::max(range.begin, key_of(account, request.after) + '\0');
  if (!range.end.empty() && range.begin >= range.end) co_return found;
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      co_await slice.pause_if_used_up();
      if (found.entries.size() == request.limit) {
        found.more = true;
        co_return found;
      }
      Dashboard dashboard;
      auto decoded = records::decode(kDashboard, entry.value, &dashboard);
      if (!decoded.ok()) co_return to_failure(decoded.error());
      found.entries.push_back({std::move(dashboard.name), dashboard.modified_millis, dashboard.body.size()});
    }
    rest = page->rest();
  }
  co_return found;
}

base::Task<Result<base::Ok>> Dashboards::remove(std::string account, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    storage::Commit commit;
    for (const std::string& name : names) {
      std::string key = key_of(account, name);
      auto record = co_await engine_.get_one(key);
      if (!record.ok()) co_return to_failure(record.error());
      if (!record->exists()) co_return no_dashboard(name);
      commit.guards.push_back({key, record->version});
      commit.writes.push_back({std::move(key), std::nullopt});
    }
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<base::Ok>> Dashboards::tag(std::string account, std::string name, Map<std::string> add,
                                             std::vector<std::string> remove) {
  if (add.size() > kMaxTags) co_return Failure{FailureKind::kTooManyTags};
  const std::string key = key_of(account, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto kept = co_await records::get<Dashboard>(engine_, kDashboard, key);
    if (!kept.ok()) co_return to_failure(kept.error());
    if (!kept->exists()) co_return no_dashboard(std::move(name));
    put_tags(&kept->value, add);
    if (kept->value.tags.size() > kMaxTags) co_return Failure{FailureKind::kTooManyTags};
    for (const std::string& gone : remove)
      std::erase_if(kept->value.tags, [&](const auto& tag) { return tag.first == gone; });
    storage::Commit commit = commit_of(key, kept->version, kept->value);
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

}  // namespace stator::monitoring::dashboards
