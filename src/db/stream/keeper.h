// Keeps streams in the background: rolls open shards over, drops records after a day, and drops streams a day
// after they ended. Looks at every stream now and then, in small steps, so that requests are not disturbed.
// What is due is decided by stored times alone: it goes on after a restart.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "base/rounds.h"
#include "base/task.h"
#include "db/stream/failure.h"
#include "db/stream/names.h"
#include "db/table/database.h"
#include "db/table/stream_registry.h"
#include "storage/engine.h"

namespace stator::db::stream {

// Rule 115.
inline constexpr std::chrono::hours kRetention{24};     // of records; and of a stream after its end
inline constexpr std::chrono::hours kShardLifetime{4};  // then it is rolled over, where nobody says otherwise

class Keeper {
 public:
  // `pause`: between two rounds in the background. The database must outlive the keeper; the keeper's work is
  // among what the database's stop() waits for.
  Keeper(table::Database& database, std::chrono::milliseconds pause = std::chrono::minutes(1),
         std::chrono::seconds shard_lifetime = kShardLifetime);

  // Begins rounds in the background. To be called once.
  void start();
  // No further round begins, and a running one ends early. Before the database stops.
  void stop();

  // One round, now, on the caller's executor. The first failure, after all streams had their turn.
  base::Task<Result<base::Ok>> round();

 private:
  base::Task<> run_round();
  base::Task<Result<base::Ok>> keep(const Stream& stream);
  base::Task<Result<base::Ok>> keep_shard(const Stream& stream, const storage::LogShard& shard);
  base::Task<Result<base::Ok>> drop(const Stream& stream);
  bool stopped() const { return rounds_.stopped(); }

  storage::Engine& engine_;
  table::StreamRegistry registry_;
  base::Clock& clock_;
  const std::chrono::milliseconds pause_;
  const std::int64_t shard_lifetime_micros_;
  bool failing_ = false;  // of the round before; used by rounds only, which do not overlap
  base::Rounds rounds_;
};

}  // namespace stator::db::stream
