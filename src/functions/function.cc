#include "functions/function.h"

#include "functions/function_arn.h"
#include "functions/record_shapes.h"

namespace stator::functions {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kTextMap = map_shape(kText, kText);

constexpr Member kLayerMembers[] = {
    member<&LayerReference::arn>("arn", kText),
    member<&LayerReference::scope>("scope", kScope),
    member<&LayerReference::name>("name", kText),
    member<&LayerReference::code_id>("code", kNumber),
    member<&LayerReference::code_bytes>("codeBytes", kNumber),
    member<&LayerReference::unpacked_bytes>("unpackedBytes", kNumber),
};
constexpr Structure kLayerStructure{"layer", kLayerMembers};
constexpr auto kLayer = structure_shape<LayerReference>(kLayerStructure);
constexpr auto kLayers = list_shape(kLayer);

constexpr Member kConfigurationMembers[] = {
    member<&Configuration::version>("version", kText),
    member<&Configuration::runtime>("runtime", kText),
    member<&Configuration::role>("role", kText),
    member<&Configuration::handler>("handler", kText),
    member<&Configuration::description>("description", kText),
    member<&Configuration::timeout_seconds>("timeout", kNumber),
    member<&Configuration::memory_megabytes>("memory", kNumber),
    member<&Configuration::tmp_megabytes>("tmp", kNumber),
    member<&Configuration::architecture>("architecture", kText),
    member<&Configuration::environment>("environment", kTextMap),
    member<&Configuration::has_environment>("hasEnvironment", kFlag),
    member<&Configuration::modified_millis>("modified", kNumber),
    member<&Configuration::revision>("revision", kText),
    member<&Configuration::code_id>("code", kNumber),
    member<&Configuration::code_bytes>("codeBytes", kNumber),
    member<&Configuration::unpacked_bytes>("unpackedBytes", kNumber),
    member<&Configuration::code_sha256>("codeSha256", kText),
    member<&Configuration::layers>("layers", kLayers),
};
constexpr Structure kConfigurationStructure{"configuration", kConfigurationMembers};
constexpr auto kConfiguration = structure_shape<Configuration>(kConfigurationStructure);
constexpr auto kConfigurations = list_shape(kConfiguration);

constexpr Member kAliasMembers[] = {
    member<&Alias::name>("name", kText),
    member<&Alias::version>("version", kText),
    member<&Alias::description>("description", kText),
    member<&Alias::revision>("revision", kText),
};
constexpr Structure kAliasStructure{"alias", kAliasMembers};
constexpr auto kAlias = structure_shape<Alias>(kAliasStructure);
constexpr auto kAliases = list_shape(kAlias);

constexpr Member kStatementMembers[] = {
    member<&PolicyStatement::id>("id", kText),
    member<&PolicyStatement::qualifier>("qualifier", kText),
    member<&PolicyStatement::json>("json", kText),
};
constexpr Structure kStatementStructure{"statement", kStatementMembers};
constexpr auto kStatement = structure_shape<PolicyStatement>(kStatementStructure);
constexpr auto kStatements = list_shape(kStatement);

constexpr Member kEventInvokeMembers[] = {
    member<&EventInvoke::qualifier>("qualifier", kText),
    member<&EventInvoke::max_retries>("retries", kNumber),
    member<&EventInvoke::max_age_seconds>("age", kNumber),
    member<&EventInvoke::on_success>("onSuccess", kText),
    member<&EventInvoke::on_failure>("onFailure", kText),
    member<&EventInvoke::modified_millis>("modified", kNumber),
};
constexpr Structure kEventInvokeStructure{"event invoke", kEventInvokeMembers};
constexpr auto kEventInvoke = structure_shape<EventInvoke>(kEventInvokeStructure);
constexpr auto kEventInvokes = list_shape(kEventInvoke);

constexpr Member kFunctionMembers[] = {
    member<&Function::scope>("scope", kScope),
    member<&Function::name>("name", kText),
    member<&Function::latest>("latest", kConfiguration),
    member<&Function::versions>("versions", kConfigurations),
    member<&Function::next_version>("nextVersion", kNumber),
    member<&Function::aliases>("aliases", kAliases),
    member<&Function::policy>("policy", kStatements),
    member<&Function::tags>("tags", kTextMap),
    member<&Function::reserved_concurrency>("reservedConcurrency", kNumber),
    member<&Function::event_invokes>("eventInvokes", kEventInvokes),
};

}  // namespace

constinit const Structure kFunctionRecord{"function", kFunctionMembers};

std::string Function::arn() const { return FunctionArn{scope, name, ""}.text(); }

std::string Function::policy_document(const std::optional<std::string>& qualifier) const {
  std::string statements;
  for (const PolicyStatement& statement : policy) {
    if (qualifier && statement.qualifier != *qualifier) continue;
    statements += (statements.empty() ? "" : ",") + statement.json;
  }
  if (statements.empty()) return "";
  return R"({"Version":"2012-10-17","Id":"default","Statement":[)" + statements + "]}";
}

const Configuration* Function::find(const std::string& qualifier) const {
  if (qualifier.empty() || qualifier == kLatest) return &latest;
  for (const Configuration& version : versions) {
    if (version.version == qualifier) return &version;
  }
  for (const Alias& alias : aliases) {
    if (alias.name == qualifier) return find(alias.version);
  }
  return nullptr;
}

const EventInvoke* Function::event_invoke(const std::string& qualifier) const {
  const std::string& wanted = qualifier == kLatest ? std::string() : qualifier;
  for (const EventInvoke& config : event_invokes) {
    if (config.qualifier == wanted) return &config;
  }
  return nullptr;
}

}  // namespace stator::functions
