// Exports and imports as the API shows them.
#pragma once

#include "services/dynamodb/shapes/transfer.h"
#include "transfer/jobs.h"

namespace stator::services::dynamodb {

ExportDescription describe(const transfer::Export& job);
ExportSummary summarize(const transfer::Export& job);
ImportTableDescription describe(const transfer::Import& job);
ImportSummary summarize(const transfer::Import& job);

// Import::parameters: what describe() reads again.
std::string to_text(const ImportParameters& parameters);

}  // namespace stator::services::dynamodb
