// Which tables there are. Reads are a map look-up without a lock that event loops share; changes are stored
// durably, then published.
//
// Thread-safe; changes must be serialised by the caller (one control-plane operation at a time).
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/task.h"
#include "db/model/error.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::table {

class Catalog {
 public:
  explicit Catalog(storage::Engine& engine) : engine_(engine) {}

  // Reads all descriptors. kInternal when one is damaged or of a newer format.
  base::Task<Result<base::Ok>> load();

  std::shared_ptr<const TableSchema> find(const Scope& scope, std::string_view name) const;
  // Names of the scope's tables after `start_after`, in order, at most `limit`.
  std::vector<std::string> names(const Scope& scope, std::string_view start_after, std::size_t limit) const;
  std::vector<std::shared_ptr<const TableSchema>> all() const;

  // Creates or replaces the descriptor. `extra` is committed with it.
  base::Task<Result<base::Ok>> store(TableSchema schema, storage::Commit extra);
  base::Task<Result<base::Ok>> remove(const TableSchema& schema, storage::Commit extra);
  // Publishes what is stored of one table: after a change whose outcome is not known. An error while the
  // engine takes no commits, since nothing is decided then.
  base::Task<Result<base::Ok>> reload(Scope scope, std::string name);

 private:
  struct NameView {
    std::string_view account, region, name;
    auto tied() const { return std::tie(account, region, name); }
  };
  struct Name {
    std::string account, region, name;
    operator NameView() const { return {account, region, name}; }
  };
  struct Less {
    using is_transparent = void;
    bool operator()(const NameView& a, const NameView& b) const { return a.tied() < b.tied(); }
  };
  using Map = std::map<Name, std::shared_ptr<const TableSchema>, Less>;

  const Map& snapshot() const;
  void publish(std::shared_ptr<const Map> map);

  storage::Engine& engine_;
  std::atomic<std::uint64_t> generation_{0};  // of map_; unique among all catalogs of the process
  mutable std::mutex mutex_;                  // guards map_
  std::shared_ptr<const Map> map_ = std::make_shared<const Map>();
};

}  // namespace stator::db::table
