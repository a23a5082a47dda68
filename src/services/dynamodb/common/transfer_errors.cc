#include "services/dynamodb/common/transfer_errors.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"
#include "transfer/bulk_puts.h"
#include "transfer/exports.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {
namespace {

using transfer::FailureKind;

aws::Error too_many_jobs(std::string_view what, std::size_t limit) {
  return {"LimitExceededException", fmt::format(messages::kTooManyTransfers, what, limit)};
}

}  // namespace

aws::Error export_error(transfer::Failure failure, std::string_view subject) {
  switch (failure.kind) {
    case FailureKind::kNoTable:
      return table_to_export_not_found(subject);
    case FailureKind::kNotContinuous:
      return {"PointInTimeRecoveryUnavailableException", fmt::format(messages::kRecoveryNotEnabled, subject)};
    case FailureKind::kInvalidTime:
      return invalid_export_time();
    case FailureKind::kNoJob:
      return export_not_found(subject);
    case FailureKind::kTokenUsed:
      return {"ExportConflictException", messages::kExportConflict};
    case FailureKind::kTooManyJobs:
      return too_many_jobs("exports", transfer::kMaxRunningExports);
    case FailureKind::kTableExists:  // of others only
    case FailureKind::kTooManyOfTable:
    case FailureKind::kTableCreating:
    case FailureKind::kTableUpdating:
    case FailureKind::kEnded:
    case FailureKind::kDatabase:
      break;
  }
  return to_aws_error(std::move(failure.error));
}

aws::Error import_error(transfer::Failure failure, std::string_view subject) {
  switch (failure.kind) {
    case FailureKind::kTableExists:
      return {"ResourceInUseException", fmt::format(messages::kTableExists, subject)};
    case FailureKind::kNoJob:
      return import_not_found(subject);
    case FailureKind::kTokenUsed:
      return {"ImportConflictException", messages::kImportConflict};
    case FailureKind::kTooManyJobs:
      return too_many_jobs("imports", transfer::kMaxRunningImports);
    case FailureKind::kNoTable:  // of others only
    case FailureKind::kTooManyOfTable:
    case FailureKind::kTableCreating:
    case FailureKind::kTableUpdating:
    case FailureKind::kEnded:
    case FailureKind::kNotContinuous:
    case FailureKind::kInvalidTime:
    case FailureKind::kDatabase:
      break;
  }
  return to_aws_error(std::move(failure.error));
}

aws::Error bulk_error(transfer::Failure failure, std::string_view subject) {
  switch (failure.kind) {
    case FailureKind::kNoTable:
      return {"ResourceNotFoundException", fmt::format(messages::kTableNotFound, subject)};
    case FailureKind::kTableCreating:
      return {"ResourceInUseException", fmt::format(messages::kTableInUse, "created", subject)};
    case FailureKind::kTableUpdating:
      return {"ResourceInUseException", fmt::format(messages::kTableInUse, "updated", subject)};
    case FailureKind::kNoJob:
      return bulk_not_found(subject);
    case FailureKind::kTokenUsed:
      return {"IdempotentParameterMismatchException", messages::kIdempotentParameterMismatch};
    case FailureKind::kTooManyJobs:
      return {"LimitExceededException", fmt::format(messages::kTooManyBulk, transfer::kMaxRunningBulkPuts)};
    case FailureKind::kTooManyOfTable:
      return {"LimitExceededException",
              fmt::format(messages::kTooManyBulkOfTable, subject, transfer::kMaxRunningBulkPutsOfTable)};
    case FailureKind::kEnded:
      return aws::validation_error(fmt::format(messages::kBulkEnded, subject));
    case FailureKind::kTableExists:  // of others only
    case FailureKind::kNotContinuous:
    case FailureKind::kInvalidTime:
    case FailureKind::kDatabase:
      break;
  }
  return to_aws_error(std::move(failure.error));
}

aws::Error bulk_not_found(std::string_view arn) {
  return {"ResourceNotFoundException", fmt::format(messages::kBulkNotFound, arn)};
}

aws::Error export_not_found(std::string_view arn) {
  return {"ExportNotFoundException", fmt::format(messages::kExportNotFound, arn)};
}

aws::Error import_not_found(std::string_view arn) {
  return {"ImportNotFoundException", fmt::format(messages::kImportNotFound, arn)};
}

aws::Error table_to_export_not_found(std::string_view table) {
  return {"TableNotFoundException", fmt::format(messages::kNoTableForBackups, table)};
}

aws::Error invalid_export_time() { return {"InvalidExportTimeException", messages::kInvalidExportTime}; }

}  // namespace stator::services::dynamodb
