#include "services/dynamodb/common/cancellation.h"

#include <fmt/format.h>

#include "aws/measured.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value.h"
#include "messages/tables.h"

namespace stator::services::dynamodb {

namespace {

using db::transaction::CancellationCode;
using db::transaction::CancellationReason;

void append_reason(const CancellationReason& reason, std::string* out) {
  out->append(R"({"Code":")").append(cancellation_code_name(reason.code)).append("\"");
  if (!reason.message.empty()) {
    out->append(R"(,"Message":)");
    db::attribute_json::write_json_string(reason.message, out);
  }
  if (!reason.item.empty()) {
    out->append(R"(,"Item":)");
    db::attribute_json::write_map(db::model::ItemView(reason.item), out);
  }
  out->push_back('}');
}

void count(const aws::RequestContext& context, CancellationCode code) {
  switch (code) {
    case CancellationCode::kConditionalCheckFailed:
    case CancellationCode::kDuplicateItem:
      return aws::measure_failed_condition(context);
    case CancellationCode::kTransactionConflict:
      return aws::measure_conflict(context);
    case CancellationCode::kProvisionedThroughputExceeded:
    case CancellationCode::kThrottlingError:
      return aws::measure_throttle(context);
    case CancellationCode::kNone:
    case CancellationCode::kItemCollectionSizeLimitExceeded:
    case CancellationCode::kValidationError:
      break;
  }
}

}  // namespace

std::string_view cancellation_code_name(CancellationCode code) {
  switch (code) {
    case CancellationCode::kNone:
      return "None";
    case CancellationCode::kConditionalCheckFailed:
      return "ConditionalCheckFailed";
    case CancellationCode::kItemCollectionSizeLimitExceeded:
      return "ItemCollectionSizeLimitExceeded";
    case CancellationCode::kTransactionConflict:
      return "TransactionConflict";
    case CancellationCode::kValidationError:
      return "ValidationError";
    case CancellationCode::kDuplicateItem:
      return "DuplicateItem";
    case CancellationCode::kProvisionedThroughputExceeded:
      return "ProvisionedThroughputExceeded";
    case CancellationCode::kThrottlingError:
      return "ThrottlingError";
  }
  return "None";
}

aws::Error transaction_canceled(const aws::RequestContext& context,
                                const std::vector<CancellationReason>& reasons) {
  std::string codes, list;
  for (const CancellationReason& reason : reasons) {
    count(context, reason.code);
    if (!codes.empty()) {
      codes.append(", ");
      list.push_back(',');
    }
    codes.append(cancellation_code_name(reason.code));
    append_reason(reason, &list);
  }
  aws::Error error;
  error.code = "TransactionCanceledException";
  error.message = fmt::format(messages::kTransactionCanceled, codes);
  error.capital_message = true;
  error.members = R"("CancellationReasons":[)" + list + "]";
  return error;
}

}  // namespace stator::services::dynamodb
