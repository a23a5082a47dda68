// The peaks of on-demand traffic over a restart: stored when the database is stopped, taken up when it is
// opened. After a crash those of the last stop count. Format: docs/formats/catalog.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "db/table/catalog.h"
#include "db/table/throttling.h"
#include "storage/engine.h"

namespace stator::db::table {

std::string encode_peaks(const std::vector<GrownTraffic>& peaks);
// Nothing if the bytes are damaged or of a newer format.
std::optional<std::vector<GrownTraffic>> decode_peaks(std::string_view bytes);

// Neither fails: what cannot be stored or read is logged and forgotten, for a table works without.
base::Task<> load_peaks(storage::Engine& engine, const Catalog& catalog, Throttling* throttling);
base::Task<> store_peaks(storage::Engine& engine, Throttling& throttling);

}  // namespace stator::db::table
