#include "services/dynamodb/common/errors.h"

#include "aws/protocol/constraints.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value.h"
#include "messages/values.h"

namespace stator::services::dynamodb {
namespace {

aws::Error model_error(std::string code, std::string message) {
  return {std::move(code), std::move(message), aws::ErrorOrigin::kModel};
}

aws::Error conditional_check_failed(db::Error error) {
  aws::Error out = model_error("ConditionalCheckFailedException", std::move(error.message));
  if (!error.item.empty()) {
    out.members = "\"Item\":";
    db::attribute_json::write_map(db::model::MapView(error.item), &out.members);
  }
  return out;
}

// ThrottlingException has its reasons in a member that begins with a small letter.
aws::Error throttled(std::string code, db::Error error) {
  const std::string_view member =
      error.kind == db::ErrorKind::kOnDemandThrottled ? "throttlingReasons" : "ThrottlingReasons";
  aws::Error out = model_error(std::move(code), std::move(error.message));
  for (const db::ThrottlingReason& reason : error.throttling_reasons) {
    out.members += out.members.empty() ? "\"" + std::string(member) + "\":[" : ",";
    out.members += R"({"reason":")" + reason.reason + R"(","resource":")" + reason.resource + "\"}";
  }
  if (!out.members.empty()) out.members += "]";
  return out;
}

}  // namespace

aws::Error to_aws_error(db::Error error) {
  switch (error.kind) {
    case db::ErrorKind::kValidation:
    case db::ErrorKind::kKeyMismatch:
    case db::ErrorKind::kEmptyKey:
      return aws::validation_error(std::move(error.message));
    case db::ErrorKind::kSerialization:
      return aws::serialization_error(std::move(error.message));
    case db::ErrorKind::kResourceNotFound:
      return model_error("ResourceNotFoundException", std::move(error.message));
    case db::ErrorKind::kResourceInUse:
      return model_error("ResourceInUseException", std::move(error.message));
    case db::ErrorKind::kLimitExceeded:
      return model_error("LimitExceededException", std::move(error.message));
    case db::ErrorKind::kConditionalCheckFailed:
      return conditional_check_failed(std::move(error));
    case db::ErrorKind::kTransactionConflict:
      return model_error("TransactionConflictException", std::move(error.message));
    case db::ErrorKind::kTransactionInProgress:
      return model_error("TransactionInProgressException", std::move(error.message));
    case db::ErrorKind::kIdempotentParameterMismatch:
      return model_error("IdempotentParameterMismatchException", std::move(error.message));
    case db::ErrorKind::kItemCollectionSizeLimitExceeded:
      return model_error("ItemCollectionSizeLimitExceededException", std::move(error.message));
    case db::ErrorKind::kThroughputExceeded:
      return throttled("ProvisionedThroughputExceededException", std::move(error));
    case db::ErrorKind::kOnDemandThrottled:
      return throttled("ThrottlingException", std::move(error));
    case db::ErrorKind::kRequestLimitExceeded:
      return throttled("RequestLimitExceeded", std::move(error));
    case db::ErrorKind::kThrottled:
      return {"ThrottlingException", std::move(error.message), aws::ErrorOrigin::kAvailability};
    case db::ErrorKind::kInternal:
      break;
  }
  // Mostly a disk that fails or is full: whoever meets it can do something about it.
  aws::log_internal_error("dynamodb", error.message);
  aws::Error out = aws::internal_error();
  out.message += ": " + error.message;
  return out;
}

aws::Error request_error(Envelope envelope, std::string_view text) {
  if (envelope == Envelope::kNone) return aws::validation_error(std::string(text));
  return aws::validation_error(aws::protocol::in_envelope(text));
}

aws::Error request_error(Envelope envelope, const db::Error& error) {
  return error.kind == db::ErrorKind::kValidation ? request_error(envelope, error.message)
                                                  : to_aws_error(error);
}

aws::Error value_error(Envelope envelope, std::string_view text) {
  const auto is_about = [&](std::string_view message) {
    return text.find(message) != std::string_view::npos;
  };
  const bool about_sets = is_about(messages::kSetDuplicates) || is_about(messages::kNumberSetDuplicates) ||
                          is_about(messages::kStringSetEmpty) || is_about(messages::kNumberSetEmpty) ||
                          is_about(messages::kBinarySetEmpty);
  return request_error(about_sets ? envelope : Envelope::kNone, text);
}

}  // namespace stator::services::dynamodb
