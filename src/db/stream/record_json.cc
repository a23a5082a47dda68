#include "db/stream/record_json.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

#include "db/attribute_json/attribute_json.h"

namespace stator::db::stream {

namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 3> kEventNames = {"INSERT", "MODIFY", "REMOVE"};
constexpr std::array<std::string_view, 4> kViewNames = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE",
                                                        "NEW_AND_OLD_IMAGES"};

void write_image(std::string_view name, const std::optional<model::ItemView>& image, std::string* out) {
  if (!image) return;
  fmt::format_to(std::back_inserter(*out), R"(,"{}":)", name);
  attribute_json::write_map(*image, out);
}

}  // namespace

void write_record(const Stream& stream, const Record& record, std::string* out) {
  auto end = std::back_inserter(*out);
  const change::Change& change = record.change;
  fmt::format_to(
      end,
      R"({{"eventID":"{}","eventName":"{}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":")",
      event_id(stream, record.sequence), kEventNames[static_cast<std::size_t>(change.event)]);
  fmt::format_to(end, R"({}","dynamodb":{{"ApproximateCreationDateTime":{},"Keys":)", stream.scope.region,
                 record.commit_time_micros / 1'000'000);
  attribute_json::write_map(change.keys, out);
  write_image("NewImage", change.new_image, out);
  write_image("OldImage", change.old_image, out);
  fmt::format_to(end, R"(,"SequenceNumber":"{}","SizeBytes":{},"StreamViewType":"{}"}})",
                 sequence_number(record.sequence), record.size_bytes(),
                 kViewNames[static_cast<std::size_t>(stream.view)]);
  // Rule 118: how a reader tells an expired item from one that was deleted.
  if (change.cause == change::Cause::kTimeToLive)
    out->append(R"(,"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"})");
  out->push_back('}');
}

}  // namespace stator::db::stream
