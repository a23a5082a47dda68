#include "functions/trigger.h"

#include <fmt/format.h>

#include "functions/function_arn.h"
#include "functions/record_shapes.h"
#include "keyspace/keys.h"

namespace stator::functions {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables
using keyspace::KeyBuilder;
using keyspace::Space;

constexpr Member kTriggerMembers[] = {
    member<&Trigger::id>("id", kText),
    member<&Trigger::scope>("scope", kScope),
    member<&Trigger::function_name>("function", kText),
    member<&Trigger::qualifier>("qualifier", kText),
    member<&Trigger::table_name>("table", kText),
    member<&Trigger::stream_label>("label", kText),
    member<&Trigger::stream_arn>("stream", kText),
    member<&Trigger::starting_position>("start", kText),
    member<&Trigger::enabled>("enabled", kFlag),
    member<&Trigger::deleted>("deleted", kFlag),
    member<&Trigger::batch_size>("batch", kNumber),
    member<&Trigger::window_seconds>("window", kNumber),
    member<&Trigger::tumbling_seconds>("tumbling", kNumber),
    member<&Trigger::parallelization>("parallel", kNumber),
    member<&Trigger::bisect>("bisect", kFlag),
    member<&Trigger::max_retries>("retries", kNumber),
    member<&Trigger::max_age_seconds>("age", kNumber),
    member<&Trigger::reports_failures>("reports", kFlag),
    member<&Trigger::filters>("filters", kTexts),
    member<&Trigger::on_failure>("onFailure", kText),
    member<&Trigger::modified_millis>("modified", kNumber),
};

constexpr Member kPositionMembers[] = {
    member<&TriggerPosition::sequence>("sequence", kNumber),
    member<&TriggerPosition::done>("done", kFlag),
    member<&TriggerPosition::window_start>("windowStart", kNumber),
    member<&TriggerPosition::state>("state", kText),
};

KeyBuilder scoped(const Scope& scope) {
  KeyBuilder key(Space::kTrigger, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

KeyBuilder positions(const std::string& id) {
  KeyBuilder key(Space::kTriggerPosition, 0, 0);
  key.set_hash(0).bytes(id);
  return key;
}

}  // namespace

constinit const Structure kTriggerRecord{"trigger", kTriggerMembers};
constinit const Structure kTriggerPositionRecord{"trigger position", kPositionMembers};

std::string Trigger::function_arn() const { return FunctionArn{scope, function_name, qualifier}.text(); }

std::string Trigger::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:event-source-mapping:{}", scope.region, scope.account, id);
}

std::string trigger_key(const Scope& scope, const std::string& id) { return scoped(scope).bytes(id).take(); }
storage::KeyRange triggers_range(const Scope& scope) { return keyspace::prefix_range(scoped(scope).view()); }
storage::KeyRange all_triggers_range() { return keyspace::table_range_all(Space::kTrigger, 0); }
std::string position_key(const std::string& id, std::uint64_t shard) {
  return positions(id).u64(shard).take();
}
storage::KeyRange positions_range(const std::string& id) {
  return keyspace::prefix_range(positions(id).view());
}

}  // namespace stator::functions
