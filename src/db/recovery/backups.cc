#include "db/recovery/backups.h"

namespace stator::db::recovery {
namespace {
Failure missing() { return to_failure(Error{ErrorKind::kInternal, "not yet", {}}); }
}  // namespace
Backups::Backups(table::Database& database) : database_(database), registry_(database.parts().engine) {}
base::Task<Result<base::Ok>> Backups::start() { co_return base::Ok{}; }
base::Task<Result<Backup>> Backups::create(table::Scope, std::string, std::string) { co_return missing(); }
base::Task<Result<Backup>> Backups::find(table::Scope, BackupName) { co_return missing(); }
base::Task<Result<Backups::Page>> Backups::list(ListRequest) { co_return missing(); }
base::Task<Result<Backup>> Backups::remove(table::Scope, BackupName) { co_return missing(); }
base::Task<Result<table::TableDescription>> Backups::restore(table::Scope, BackupName, RestoreTarget) { co_return missing(); }
base::Task<Result<ContinuousBackups>> Backups::continuous(table::Scope, std::string) { co_return missing(); }
base::Task<Result<ContinuousBackups>> Backups::update_continuous(table::Scope, std::string, bool, std::optional<std::int32_t>) { co_return missing(); }
base::Task<Result<table::TableDescription>> Backups::restore_to_time(table::Scope, std::string, std::optional<std::int64_t>, RestoreTarget) { co_return missing(); }
}  // namespace stator::db::recovery
