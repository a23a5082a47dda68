#include "identity/directory.h"

#include <mutex>

#include "base/ascii.h"
#include "base/log.h"
#include "identity/aws_policies.h"
#include "keyspace/keys.h"

namespace stator::identity {
namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

// What stands in a key between the account and the name.
constexpr std::string_view kPolicyKind = "policy", kKeyKind = "key", kSessionKind = "session";

std::string record_key(std::string_view account, std::string_view kind, std::string_view name) {
  return KeyBuilder(Space::kIdentity, 0, 0).set_hash(0).bytes(account).bytes(kind).bytes(name).take();
}

std::string map_key(std::string_view account, std::string_view name) {
  return std::string(account) + "/" + base::lower_ascii(name);
}

std::size_t index_of(PrincipalKind kind) { return static_cast<std::size_t>(kind); }

// The account and name of a policy's ARN, whatever its path: arn:aws:iam::<account>:policy/<path><name>.
std::optional<std::string> policy_key(std::string_view arn) {
  constexpr std::string_view kPrefix = "arn:aws:iam::", kMiddle = ":policy/";
  if (!arn.starts_with(kPrefix)) return std::nullopt;
  const std::string_view rest = arn.substr(kPrefix.size());
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos || !rest.substr(colon).starts_with(kMiddle)) return std::nullopt;
  return map_key(rest.substr(0, colon), rest.substr(rest.rfind('/') + 1));
}

template <typename Record>
std::shared_ptr<const Record> shared(Record record) {
  return std::make_shared<const Record>(std::move(record));
}

template <typename Map, typename Key>
auto find_in(const Map& map, const Key& key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

// Values of one account in a map whose keys begin with it.
template <typename Map>
std::vector<typename Map::mapped_type> of_account(const Map& map, std::string_view account) {
  const std::string prefix = std::string(account) + "/";
  std::vector<typename Map::mapped_type> out;
  for (auto at = map.lower_bound(prefix); at != map.end() && at->first.starts_with(prefix); ++at)
    out.push_back(at->second);
  return out;
}

}  // namespace

// ---- drafts

void Draft::put(Principal principal) {
  parse_documents(&principal);
  put_again(std::move(principal));
}

void Draft::put_again(Principal principal) {
  storage::Write write{
      record_key(principal.account, kind_name(principal.kind), base::lower_ascii(principal.name)),
      encode(principal)};
  const std::string key = map_key(principal.account, principal.name);
  const std::size_t kind = index_of(principal.kind);
  changes_.push_back(
      {std::move(write), [kind, key, ref = shared(std::move(principal))](Directory& directory) {
         directory.principals_[kind].insert_or_assign(key, ref);
       }});
}

void Draft::erase(const Principal& principal) {
  const std::string key = map_key(principal.account, principal.name);
  changes_.push_back(
      {{record_key(principal.account, kind_name(principal.kind), base::lower_ascii(principal.name)),
        std::nullopt},
       [kind = index_of(principal.kind), key](Directory& directory) {
         directory.principals_[kind].erase(key);
       }});
}

void Draft::put(ManagedPolicy policy) {
  parse_documents(&policy);
  storage::Write write{record_key(policy.account, kPolicyKind, base::lower_ascii(policy.name)),
                       encode(policy)};
  const std::string key = map_key(policy.account, policy.name);
  changes_.push_back({std::move(write), [key, ref = shared(std::move(policy))](Directory& directory) {
                        directory.policies_.insert_or_assign(key, ref);
                      }});
}

void Draft::erase(const ManagedPolicy& policy) {
  const std::string key = map_key(policy.account, policy.name);
  changes_.push_back({{record_key(policy.account, kPolicyKind, base::lower_ascii(policy.name)), std::nullopt},
                      [key](Directory& directory) { directory.policies_.erase(key); }});
}

void Draft::put(AccessKey key) {
  storage::Write write{record_key(key.account, kKeyKind, key.id), encode(key)};
  changes_.push_back({std::move(write), [ref = shared(std::move(key))](Directory& directory) {
                        directory.keys_.insert_or_assign(ref->id, ref);
                      }});
}

void Draft::erase(const AccessKey& key) {
  changes_.push_back({{record_key(key.account, kKeyKind, key.id), std::nullopt},
                      [id = key.id](Directory& directory) { directory.keys_.erase(id); }});
}

void Draft::put(Session session) {
  parse_documents(&session);
  storage::Write write{record_key(session.account, kSessionKind, session.id), encode(session)};
  changes_.push_back({std::move(write), [ref = shared(std::move(session))](Directory& directory) {
                        directory.add_session(ref);
                      }});
}

void Draft::erase(const Session& session) {
  changes_.push_back({{record_key(session.account, kSessionKind, session.id), std::nullopt},
                      [id = session.id](Directory& directory) { directory.drop_session(id); }});
}

// ---- the directory

base::Task<base::Result<std::unique_ptr<Directory>, std::string>> Directory::open(storage::Engine& engine,
                                                                                  const base::Clock& clock) {
  std::unique_ptr<Directory> directory(new Directory(engine, clock));
  auto loaded = co_await directory->load();
  if (!loaded.ok()) co_return std::move(loaded.error().message);
  co_return std::move(directory);
}

base::Task<storage::Result<base::Ok>> Directory::load() {
  std::vector<std::pair<std::string, std::string>> records;
  std::optional<storage::KeyRange> range = keyspace::table_range_all(Space::kIdentity, 0);
  while (range) {
    auto page = co_await engine_.scan(std::move(*range), storage::Direction::kForward, {});
    if (!page.ok()) co_return std::move(page).error();
    for (const storage::ScanPage::Entry& entry : page->entries())
      records.emplace_back(entry.key, entry.value);
    range = page->rest();
  }
  std::unique_lock lock(mutex_);
  for (auto& principals : principals_) principals.clear();
  policies_.clear();
  keys_.clear();
  sessions_.clear();
  session_ends_.clear();
  for (ManagedPolicy& policy : aws_policies()) {
    parse_documents(&policy);
    std::string key = map_key(policy.account, policy.name);
    policies_.emplace(std::move(key), shared(std::move(policy)));
  }
  for (const auto& [key, value] : records) {
    if (!add(key, value)) {
      co_return storage::Error{
          storage::ErrorCode::kCorrupt,
          "a record of a user, role or policy is damaged or was written by a newer version "
          "of Stator"};
    }
  }
  co_return base::Ok{};
}

bool Directory::add(std::string_view key, std::string_view value) {
  keyspace::KeyReader reader(key);
  const auto account = reader.bytes(), kind = reader.bytes(), name = reader.bytes();
  if (!account || !kind || !name) return false;
  if (*kind == kPolicyKind) {
    ManagedPolicy policy;
    if (!decode(value, &policy)) return false;
    parse_documents(&policy);
    policies_.insert_or_assign(map_key(*account, *name), shared(std::move(policy)));
    return true;
  }
  if (*kind == kKeyKind) {
    AccessKey access_key;
    if (!decode(value, &access_key)) return false;
    keys_.insert_or_assign(*name, shared(std::move(access_key)));
    return true;
  }
  if (*kind == kSessionKind) {
    Session session;
    if (!decode(value, &session)) return false;
    parse_documents(&session);
    add_session(shared(std::move(session)));
    return true;
  }
  for (const PrincipalKind candidate : {PrincipalKind::kUser, PrincipalKind::kGroup, PrincipalKind::kRole}) {
    if (*kind != kind_name(candidate)) continue;
    Principal principal;
    if (!decode(value, &principal)) return false;
    principal.kind = candidate;
    parse_documents(&principal);
    principals_[index_of(candidate)].insert_or_assign(map_key(*account, *name), shared(std::move(principal)));
    return true;
  }
  return false;
}

PrincipalRef Directory::find(PrincipalKind kind, std::string_view account, std::string_view name) const {
  std::shared_lock lock(mutex_);
  return find_in(principals_[index_of(kind)], map_key(account, name));
}

PrincipalRef Directory::find_user(std::string_view account, std::string_view name,
                                  std::string_view id) const {
  PrincipalRef found = find(PrincipalKind::kUser, account, name);
  if (found != nullptr && found->id == id) return found;
  for (PrincipalRef& user : list(PrincipalKind::kUser, account)) {
    if (user->id == id) return std::move(user);
  }
  return nullptr;
}

ManagedPolicyRef Directory::find_policy(std::string_view arn) const {
  const auto key = policy_key(arn);
  if (!key) return nullptr;
  std::shared_lock lock(mutex_);
  ManagedPolicyRef found = find_in(policies_, *key);
  return found != nullptr && found->arn() == arn ? found : nullptr;
}

AccessKeyRef Directory::find_key(std::string_view id) const {
  std::shared_lock lock(mutex_);
  return find_in(keys_, id);
}

SessionRef Directory::find_session(std::string_view id) const {
  std::shared_lock lock(mutex_);
  return find_in(sessions_, id);
}

std::vector<PrincipalRef> Directory::list(PrincipalKind kind, std::string_view account) const {
  std::shared_lock lock(mutex_);
  return of_account(principals_[index_of(kind)], account);
}

std::vector<ManagedPolicyRef> Directory::policies(std::string_view account) const {
  std::shared_lock lock(mutex_);
  return of_account(policies_, account);
}

std::vector<AccessKeyRef> Directory::keys_of(std::string_view account, std::string_view user) const {
  std::vector<AccessKeyRef> out;
  std::shared_lock lock(mutex_);
  for (const auto& [id, key] : keys_) {
    if (key->account == account && base::lower_ascii(key->user) == base::lower_ascii(user))
      out.push_back(key);
  }
  return out;
}

std::vector<SessionRef> Directory::sessions_of(std::string_view account, std::string_view user) const {
  std::vector<SessionRef> out;
  std::shared_lock lock(mutex_);
  for (const auto& [id, session] : sessions_) {
    if (session->account == account && session->role.empty() &&
        base::lower_ascii(session->user) == base::lower_ascii(user))
      out.push_back(session);
  }
  return out;
}

void Directory::add_session(SessionRef session) {
  drop_session(session->id);
  session_ends_.emplace(session->expires_millis, session->id);
  sessions_.emplace(session->id, std::move(session));
}

void Directory::drop_session(const std::string& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  session_ends_.erase({found->second->expires_millis, id});
  sessions_.erase(found);
}

// Sessions that ended a day ago: until then their users are told that they expired. Where there are very
// many, all that have ended. What the draft changes anyway waits for the next change.
void Directory::sweep_sessions(Draft* draft) const {
  constexpr std::int64_t kKeptMillis = 24 * 3600 * 1000;
  constexpr std::size_t kMaxSweep = 100;
  std::set<std::string, std::less<>> changed;
  for (const Draft::Change& change : draft->changes_) changed.insert(change.write.key);
  std::size_t swept = 0;
  std::shared_lock lock(mutex_);
  const bool keeps_ended = sessions_.size() <= kMaxSessionsWithEnded;
  const std::int64_t ended = clock_.unix_millis() - (keeps_ended ? kKeptMillis : 0);
  for (const auto& [expires_millis, id] : session_ends_) {
    if (expires_millis >= ended || swept++ == kMaxSweep) return;
    const Session& session = *sessions_.at(id);
    if (!changed.contains(record_key(session.account, kSessionKind, id))) draft->erase(session);
  }
}

base::Task<aws::Result<base::Ok>> Directory::change(ChangeFunction change) {
  auto lock = co_await changing_.lock();
  if (reload_needed_) {
    // Only a commit behind the one in doubt decides it.
    storage::Commit nothing;
    nothing.guards.push_back({record_key("", "", ""), 0});
    auto decided = co_await storage::commit(engine_, std::move(nothing));
    if (decided.ok()) {
      auto loaded = co_await load();
      if (loaded.ok()) reload_needed_ = false;
    }
    if (reload_needed_) co_return aws::internal_error();
  }
  Draft draft(*this);
  auto allowed = change(draft);
  if (!allowed.ok()) co_return std::move(allowed).error();
  if (draft.changes_.empty()) co_return base::Ok{};
  sweep_sessions(&draft);
  storage::Commit commit;
  for (Draft::Change& each : draft.changes_) commit.writes.push_back(std::move(each.write));
  auto committed = co_await storage::commit(engine_, std::move(commit));
  if (!committed.ok()) {
    base::log_error("identity", "cannot store a change: {}", committed.error().message);
    reload_needed_ = true;
    co_return aws::internal_error();
  }
  std::unique_lock apply(mutex_);
  for (const Draft::Change& each : draft.changes_) each.apply(*this);
  co_return base::Ok{};
}

}  // namespace stator::identity
