#include "check/check.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/json_parser.h"
#include "check/blobs.h"
#include "check/tables.h"
#include "db/model/value.h"
#include "monitoring/contributors/top_contributors.h"
#include "monitoring/distribution.h"
#include "monitoring/insights/insight_keys.h"
#include "monitoring/metric_keys.h"
#include "records/records.h"
#include "storage/rocksdb/inspection.h"
#include "telemetry/log_keys.h"

namespace stator::check {

namespace {

using keyspace::Space;

constexpr std::string_view kRemovals = "removing";  // as in db/table/background_work.cc
constexpr std::string_view kCode = "code";          // archives of functions, in pieces

// A record of the services around the database (records/records.h).
bool is_small_record(std::string_view value) {
  if (value.empty() || value.front() != records::kRecordFormat) return false;
  const std::string text(value.substr(1));
  base::JsonParser parser;
  const auto root = parser.parse(text);
  return root && root->kind() == base::JsonKind::kObject;
}

bool is_code(std::string_view key) {
  keyspace::KeyReader reader(key);
  reader.bytes();
  reader.bytes();
  return reader.bytes() == kCode;
}

class Checker {
 public:
  Checker(const std::string& folder, const storage::Inspection& data, Report& report)
      : data_(data),
        report_(report),
        tables_(data, report),
        blobs_(std::filesystem::path(folder) / "blobs", report) {}

  Summary run() {
    const storage::Inspection::Problem problem = [this](std::string text) { report_.problem(text); };
    const storage::CommitVersion reserved = data_.reserved_versions();
    data_.check_bookkeeping(problem);
    data_.each_record({}, problem,
                      [&](std::string_view key, storage::CommitVersion version, std::string_view value) {
                        report_.read_record();
                        if (version >= reserved)
                          report_.problem("a record has a version that was not given out");
                        if (key.size() < keyspace::kHeaderBytes)
                          return report_.problem("a key of unknown form");
                        add(key, version, value);
                      });
    tables_.finish();
    blobs_.finish();
    tables_.check_logs();
    return {tables_.tables(), tables_.backups(), tables_.items(), tables_.log_records(), blobs_.blobs()};
  }

 private:
  void add(std::string_view key, storage::CommitVersion version, std::string_view value) {
    switch (keyspace::key_space(key)) {
      case Space::kMeta:
        if (keyspace::KeyReader(key).bytes() == kRemovals) tables_.add_removal(value);
        return;
      case Space::kCatalog:
        return tables_.add_descriptor(key, value);
      case Space::kStream:
        return tables_.add_stream(key, value, version);
      case Space::kBackup:
        return tables_.add_backup(value);
      case Space::kItem:
      case Space::kLocalIndex:
      case Space::kGlobalIndex:
      case Space::kVectorIndex:
      case Space::kTimeToLive:
        return tables_.add_record(key, version, value);
      case Space::kIdentity:
      case Space::kLogGroup:
      case Space::kLogStream:
      case Space::kExport:
      case Space::kImport:
      case Space::kBulkPut:
      case Space::kMetric:
      case Space::kAlarm:
      case Space::kAlarmHistory:
      case Space::kDashboard:
      case Space::kTrigger:
      case Space::kTriggerPosition:
        return expect(is_small_record(value), key);
      case Space::kFunction:
        return expect(is_code(key) || is_small_record(value), key);
      case Space::kLogEvent:
        return expect(telemetry::decode_event(key, value).has_value(), key);
      case Space::kDatapoint:
        return expect(monitoring::place_of(key) && monitoring::Distribution::decode(value), key);
      case Space::kKeyCount:
        return expect(monitoring::insights::second_of(key) && monitoring::TopContributors::decode(value),
                      key);
      case Space::kBucket:
      case Space::kObject:
      case Space::kUpload:
      case Space::kUploadPart:
      case Space::kBlob:
        return blobs_.add_record(key, value);
      case Space::kIdempotency:
      case Space::kBulkMark:
      case Space::kLogRemoval:
        return;
      case Space::kCounter:
      case Space::kCollection:
        break;  // among the engine's counters, not its records
    }
    report_.problem(
        fmt::format("a record of an unknown key space: {:02x}", static_cast<unsigned char>(key[0])));
  }

  void expect(bool readable, std::string_view key) {
    if (!readable)
      report_.problem(
          fmt::format("a record of key space {:02x} cannot be read", static_cast<unsigned char>(key[0])));
  }

  const storage::Inspection& data_;
  Report& report_;
  Tables tables_;
  Blobs blobs_;
};

}  // namespace

base::Result<Summary, std::string> check_folder(const std::string& folder, Report& report) {
  if (auto known = storage::recognize_data_folder(folder); !known.ok()) {
    if (!known.error().damaged) return std::move(known).error().message;
    report.problem(known.error().message);
    return Summary{};
  }
  STATOR_ASSIGN(const auto lock, storage::FolderLock::take(folder));
  const storage::Inspection::Problem problem = [&](std::string text) { report.problem(text); };
  // A first start that came no further; there are no other files either.
  if (!std::filesystem::exists(std::filesystem::path(folder) / "db" / "CURRENT")) return Summary{};
  auto data = storage::Inspection::open(folder, problem);
  if (!data.ok()) {
    report.problem(data.error());
    return Summary{};
  }
  (*data)->verify_files(problem, [&](std::uint64_t bytes) { report.read_bytes(bytes); });
  return Checker(folder, **data, report).run();
}

}  // namespace stator::check
