#include "db/table/grown_traffic.h"

#include <cmath>
#include <set>

#include "base/log.h"
#include "db/model/value.h"
#include "db/model/value_writer.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

constexpr char kFormat = 1;
constexpr std::int64_t kNanosPerMicro = 1'000;

std::string peaks_key() {
  return keyspace::KeyBuilder(keyspace::Space::kMeta, 0, 0).set_hash(0).bytes("traffic-peaks").take();
}

void write_integer(model::ValueWriter* writer, std::string_view name, std::int64_t value) {
  writer->name(name);
  writer->number(model::Number::from_int(value));
}

bool read_integer(model::MapView map, std::string_view name, std::int64_t* out) {
  const auto value = map.find(name);
  return value && value->type() == model::Type::kN && value->number().to_int64(out);
}

std::optional<GrownTraffic> decode_peak(model::MapView map) {
  std::int64_t table = 0, index = 0, reads = 0, previous = 0, rising = 0, since = 0;
  if (!read_integer(map, "table", &table) || !read_integer(map, "index", &index) ||
      !read_integer(map, "reads", &reads) || !read_integer(map, "previous", &previous) ||
      !read_integer(map, "rising", &rising) || !read_integer(map, "since", &since))
    return std::nullopt;
  return GrownTraffic{static_cast<std::uint32_t>(table),
                      static_cast<std::uint16_t>(index),
                      reads != 0,
                      {static_cast<double>(previous), static_cast<double>(rising), since * kNanosPerMicro}};
}

}  // namespace

std::string encode_peaks(const std::vector<GrownTraffic>& peaks) {
  std::string out(1, kFormat);
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("peaks");
  writer.begin_list();
  for (const GrownTraffic& grown : peaks) {
    writer.begin_map();
    write_integer(&writer, "table", grown.table_id);
    write_integer(&writer, "index", grown.index_id);
    write_integer(&writer, "reads", grown.reads ? 1 : 0);
    write_integer(&writer, "previous", std::llround(grown.peak.previous));
    write_integer(&writer, "rising", std::llround(grown.peak.rising));
    write_integer(&writer, "since", grown.peak.rising_since_nanos / kNanosPerMicro);
    writer.end_map();
  }
  writer.end_list();
  writer.end_map();
  return out;
}

std::optional<std::vector<GrownTraffic>> decode_peaks(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kFormat || !model::valid(bytes.substr(1))) return std::nullopt;
  const model::ValueView value(bytes.substr(1));
  if (value.type() != model::Type::kM) return std::nullopt;
  const auto list = value.map().find("peaks");
  if (!list || list->type() != model::Type::kL) return std::nullopt;
  std::vector<GrownTraffic> peaks;
  for (model::ValueView element : list->elements()) {
    if (element.type() != model::Type::kM) return std::nullopt;
    const auto peak = decode_peak(element.map());
    if (!peak) return std::nullopt;
    peaks.push_back(*peak);
  }
  return peaks;
}

base::Task<> load_peaks(storage::Engine& engine, const Catalog& catalog, Throttling* throttling) {
  const std::string key = peaks_key();
  auto record = co_await engine.get_one(key);
  if (!record.ok()) {
    base::log_warning("table", "the peaks of traffic are forgotten: {}", record.error().message);
    co_return;
  }
  if (!record->exists()) co_return;
  const auto peaks = decode_peaks(record->value);
  if (!peaks) {
    base::log_warning("table", "the peaks of traffic are forgotten: {}", "their record is damaged");
    co_return;
  }
  std::set<std::uint32_t> tables;
  for (const auto& table : catalog.all()) tables.insert(table->id);
  for (const GrownTraffic& grown : *peaks)
    if (tables.contains(grown.table_id)) throttling->restore(grown);
}

base::Task<> store_peaks(storage::Engine& engine, Throttling& throttling) {
  const std::vector<GrownTraffic> peaks = throttling.peaks();
  if (peaks.empty()) co_return;  // the record, if there is one, is of tables that are gone
  storage::Commit commit;
  commit.writes.push_back({peaks_key(), encode_peaks(peaks)});
  auto stored = co_await storage::commit(engine, std::move(commit));
  if (!stored.ok())
    base::log_warning("table", "the peaks of traffic are forgotten: {}", stored.error().message);
}

}  // namespace stator::db::table
