#include "power_cut/plain_request.h"

#include <vector>

namespace stator::power_cut {

PlainRequest::PlainRequest(const PlainWrite& write)
    : bytes_(encode(write.item)), values_(encode(write.values)) {
  std::vector<db::expression::Placeholders::Value> values;
  for (db::model::Attribute value : db::model::ItemView(values_))
    values.push_back({std::string(value.name), std::string(value.value.bytes())});
  db::expression::Placeholders placeholders({}, std::move(values));
  if (!write.update.empty()) update_.emplace(*db::expression::Update::parse(write.update, placeholders));
  if (!write.condition.empty()) {
    condition_.emplace(
        *db::expression::Condition::parse(db::expression::Kind::kCondition, write.condition, placeholders));
  }
  const db::expression::Condition* condition = condition_ ? &*condition_ : nullptr;
  put_.item = remove_.key = update_request_.key = db::model::ItemView(bytes_);
  put_.condition = remove_.condition = update_request_.condition = condition;
  if (update_) update_request_.update = &*update_;
  if (write.remove) {
    intent_ = &remove_;
  } else if (update_) {
    intent_ = &update_request_;
  } else {
    intent_ = &put_;
  }
}

base::Task<db::Result<db::table::WriteOutcome>> send(db::table::Database& database, db::table::TableRef table,
                                                     const PlainRequest& request) {
  if (const auto* put = std::get_if<const db::table::PutRequest*>(&request.intent()))
    return database.put_item(std::move(table), **put);
  if (const auto* update = std::get_if<const db::table::UpdateRequest*>(&request.intent()))
    return database.update_item(std::move(table), **update);
  return database.delete_item(std::move(table), *std::get<const db::table::DeleteRequest*>(request.intent()));
}

}  // namespace stator::power_cut
