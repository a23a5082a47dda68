#include "services/lambda/ops/functions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "aws/protocol/json_writer.h"
#include "services/lambda/messages.h"
#include "services/lambda/ops/layers.h"

namespace stator::services::lambda {

namespace {

constexpr std::int64_t kDefaultPage = 50;

// What AWS knows (docs, 2026); those of kServed run here.
constexpr std::string_view kRuntimes[] = {
    "nodejs",     "nodejs4.3",  "nodejs6.10",   "nodejs8.10",     "nodejs10.x", "nodejs12.x", "nodejs14.x",
    "nodejs16.x", "nodejs18.x", "nodejs20.x",   "nodejs22.x",     "nodejs24.x", "java8",      "java8.al2",
    "java11",     "java17",     "java21",       "java25",         "python2.7",  "python3.6",  "python3.7",
    "python3.8",  "python3.9",  "python3.10",   "python3.11",     "python3.12", "python3.13", "python3.14",
    "dotnet6",    "dotnet8",    "dotnet10",     "go1.x",          "ruby2.7",    "ruby3.2",    "ruby3.3",
    "ruby3.4",    "provided",   "provided.al2", "provided.al2023"};
constexpr std::string_view kServed[] = {"python3.", "nodejs", "provided"};

// Names that belong to the service.
constexpr std::string_view kReservedNames[] = {"_HANDLER",
                                               "_X_AMZN_TRACE_ID",
                                               "AWS_DEFAULT_REGION",
                                               "AWS_REGION",
                                               "AWS_EXECUTION_ENV",
                                               "AWS_LAMBDA_FUNCTION_NAME",
                                               "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                               "AWS_LAMBDA_FUNCTION_VERSION",
                                               "AWS_LAMBDA_INITIALIZATION_TYPE",
                                               "AWS_LAMBDA_LOG_GROUP_NAME",
                                               "AWS_LAMBDA_LOG_STREAM_NAME",
                                               "AWS_ACCESS_KEY",
                                               "AWS_ACCESS_KEY_ID",
                                               "AWS_SECRET_ACCESS_KEY",
                                               "AWS_SESSION_TOKEN",
                                               "AWS_LAMBDA_RUNTIME_API",
                                               "LAMBDA_TASK_ROOT",
                                               "LAMBDA_RUNTIME_DIR"};

aws::Result<base::Ok> check_runtime(const std::string& runtime) {
  if (std::find(std::begin(kRuntimes), std::end(kRuntimes), runtime) == std::end(kRuntimes))
    return invalid_parameter(fmt::format(messages::kBadRuntime, runtime, fmt::join(kRuntimes, ", ")));
  const bool served = std::any_of(std::begin(kServed), std::end(kServed),
                                  [&](std::string_view begin) { return runtime.starts_with(begin); });
  if (!served) return invalid_parameter(fmt::format(messages::kRuntimeNotHere, runtime));
  return base::Ok{};
}

constexpr std::size_t kMaxNameBytes = 64;  // of a name alone; the shape's limit is that of an ARN

// What AWS says that it has measured: the variables as JSON.
std::string as_json(const Map<std::string>& variables) {
  std::string json = "{";
  for (const auto& [name, value] : variables) {
    if (json.size() > 1) json += ',';
    aws::protocol::append_json_string(name, &json);
    json += ':';
    aws::protocol::append_json_string(value, &json);
  }
  return json + "}";
}

aws::Result<base::Ok> check_variables(const Map<std::string>& variables) {
  constexpr std::size_t kMinNameBytes = 2;  // the pattern below
  std::size_t bytes = 0;
  std::vector<std::string_view> reserved;
  for (const auto& [name, value] : variables) {
    bytes += name.size() + value.size();
    const bool starts_well = name.size() >= kMinNameBytes &&
                             ((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z'));
    const bool plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
        std::string::npos;
    if (std::find(std::begin(kReservedNames), std::end(kReservedNames), name) != std::end(kReservedNames))
      reserved.push_back(name);
    else if (!starts_well || !plain || value.find('\0') != std::string::npos)
      return aws::validation_error(messages::kBadVariableName);
  }
  if (!reserved.empty())
    return invalid_parameter(fmt::format(messages::kReservedVariables, fmt::join(reserved, ", ")));
  if (bytes > functions::kMaxEnvironmentBytes)
    return invalid_parameter(fmt::format(messages::kVariablesTooLong, as_json(variables)));
  return base::Ok{};
}

aws::Result<base::Ok> set_environment(const std::optional<VariablesEnvironment>& sent,
                                      functions::Configuration* configuration) {
  if (!sent) return base::Ok{};
  const Map<std::string> variables = sent->variables.value_or(Map<std::string>());
  STATOR_TRY(check_variables(variables));
  configuration->environment = variables;
  configuration->has_environment = true;
  return base::Ok{};
}

functions::Failure changed_revision() {
  return {functions::FailureKind::kChanged, messages::kChangedRevision};
}

void touch(functions::Configuration* configuration, base::Clock& clock) {
  configuration->modified_millis = clock.unix_millis();
  configuration->revision = functions::new_uuid();
}

void publish(functions::Function* function) {
  functions::Configuration version = function->latest;
  version.version = std::to_string(function->next_version++);
  version.revision = functions::new_uuid();
  function->versions.push_back(std::move(version));
}

}  // namespace

base::Task<aws::Result<FunctionConfiguration>> create_function(Service& service,
                                                               const aws::RequestContext& context,
                                                               CreateFunctionRequest& request) {
  STATOR_CO_TRY(check_architectures(request.architectures, "architectures"));
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name));
  if (name.name.size() > kMaxNameBytes)
    co_return invalid_parameter(fmt::format(messages::kFunctionNameTooLong, name.name, kMaxNameBytes));
  if (request.package_type && *request.package_type != "Zip")
    co_return invalid_parameter(messages::kNoImages);
  if (!request.runtime || !request.handler) co_return invalid_parameter(messages::kNoRuntimeOrHandler);
  STATOR_CO_TRY(check_runtime(*request.runtime));
  functions::Function function;
  function.scope = scope_of(context);
  function.name = name.name;
  functions::Configuration& latest = function.latest;
  latest.runtime = *request.runtime;
  latest.role = *request.role;
  latest.handler = *request.handler;
  latest.description = request.description.value_or("");
  latest.timeout_seconds = request.timeout.value_or(functions::kDefaultTimeoutSeconds);
  latest.memory_megabytes = request.memory_size.value_or(functions::kDefaultMemoryMegabytes);
  if (request.ephemeral_storage) latest.tmp_megabytes = *request.ephemeral_storage->size;
  if (request.architectures && !request.architectures->empty())
    latest.architecture = request.architectures->front();
  STATOR_CO_TRY(set_environment(request.environment, &latest));
  if (request.tags) {
    if (request.tags->size() > kMaxTags) co_return invalid_parameter(messages::kTooManyTags);
    function.tags = *request.tags;
  }
  STATOR_CO_TRY(check_role(service, context, function, latest.role));
  if (request.layers) {
    auto layers = co_await find_layers(service, context, *request.layers);
    if (!layers.ok()) co_return std::move(layers).error();
    latest.layers = std::move(*layers);
  }
  auto package = co_await read_package(service, context, *request.code);
  if (!package.ok()) co_return std::move(package).error();
  latest.unpacked_bytes = package->unpacked_bytes;
  if (auto fits = check_unpacked_size(latest); !fits.ok()) co_return to_aws_error(fits.error());
  const bool publishes = request.publish.value_or(false);
  auto created = co_await service.registry.create(std::move(function), std::move(package->zip));
  if (!created.ok()) co_return to_aws_error(created.error());
  if (publishes) {
    const auto add = [](functions::Function& changed) -> functions::Result<base::Ok> {
      publish(&changed);
      return base::Ok{};
    };
    auto published = co_await service.registry.change(scope_of(context), name.name, add);
    if (!published.ok()) co_return to_aws_error(published.error());
    co_return describe(*published, published->versions.back(), true);
  }
  co_return describe(*created, created->latest, false);
}

base::Task<aws::Result<GetFunctionResponse>> get_function(Service& service,
                                                          const aws::RequestContext& context,
                                                          FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  GetFunctionResponse response;
  response.configuration = describe(found->function, found->configuration, request.qualifier.has_value());
  response.code.repository_type = "S3";
  response.code.location =
      service.links.make(context, found->function.scope, found->function.name, found->configuration.code_id);
  if (!found->function.tags.empty()) response.tags = found->function.tags;
  if (found->function.reserved_concurrency)
    response.concurrency.emplace().reserved_concurrent_executions = found->function.reserved_concurrency;
  co_return response;
}

base::Task<aws::Result<FunctionConfiguration>> get_function_configuration(Service& service,
                                                                          const aws::RequestContext& context,
                                                                          FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  co_return describe(found->function, found->configuration, request.qualifier.has_value());
}

base::Task<aws::Result<ListFunctionsResponse>> list_functions(Service& service,
                                                              const aws::RequestContext& context,
                                                              ListRequest& request) {
  const std::string after = request.marker.value_or("");
  const auto limit =
      static_cast<std::size_t>(std::min(request.max_items.value_or(kDefaultPage), kDefaultPage));
  auto page = co_await service.registry.list(scope_of(context), after, limit);
  if (!page.ok()) co_return to_aws_error(page.error());
  ListFunctionsResponse response;
  const bool all = request.function_version && *request.function_version == "ALL";
  for (const functions::Function& function : page->first) {
    response.functions.push_back(describe(function, function.latest, all));
    if (!all) continue;
    for (const functions::Configuration& version : function.versions)
      response.functions.push_back(describe(function, version, true));
  }
  if (page->second) response.next_marker = page->first.back().name;
  co_return response;
}

base::Task<aws::Result<FunctionConfiguration>> update_function_code(Service& service,
                                                                    const aws::RequestContext& context,
                                                                    UpdateFunctionCodeRequest& request) {
  STATOR_CO_TRY(check_architectures(request.architectures, "architectures"));
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  FunctionCode code;
  code.zip_file = std::move(request.zip_file);
  code.s3_bucket = request.s3_bucket;
  code.s3_key = request.s3_key;
  code.s3_object_version = request.s3_object_version;
  auto package = co_await read_package(service, context, code);
  if (!package.ok()) co_return std::move(package).error();
  if (request.dry_run.value_or(false)) co_return describe(found->function, found->function.latest, false);
  base::Clock& clock = service.registry.clock();
  const auto change = [&](functions::Function& function) -> functions::Result<base::Ok> {
    if (request.revision_id && *request.revision_id != function.latest.revision) return changed_revision();
    touch(&function.latest, clock);
    function.latest.unpacked_bytes = package->unpacked_bytes;
    if (request.architectures) function.latest.architecture = request.architectures->front();
    return check_unpacked_size(function.latest);
  };
  auto changed = co_await service.registry.change(scope_of(context), found->function.name, change,
                                                  std::move(package->zip));
  if (!changed.ok()) co_return to_aws_error(changed.error());
  service.invoker.forget(*changed);
  if (request.publish.value_or(false)) {
    const auto add = [](functions::Function& function) -> functions::Result<base::Ok> {
      publish(&function);
      return base::Ok{};
    };
    auto published = co_await service.registry.change(scope_of(context), found->function.name, add);
    if (!published.ok()) co_return to_aws_error(published.error());
    co_return describe(*published, published->versions.back(), true);
  }
  co_return describe(*changed, changed->latest, false);
}

base::Task<aws::Result<FunctionConfiguration>> update_function_configuration(
    Service& service, const aws::RequestContext& context, UpdateFunctionConfigurationRequest& request) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name));
  if (request.runtime) {
    STATOR_CO_TRY(check_runtime(*request.runtime));
  }
  functions::Configuration checked;
  STATOR_CO_TRY(set_environment(request.environment, &checked));
  if (request.role) {
    functions::Function named;
    named.scope = scope_of(context);
    named.name = name.name;
    STATOR_CO_TRY(check_role(service, context, named, *request.role));
  }
  if (request.layers) {
    auto layers = co_await find_layers(service, context, *request.layers);
    if (!layers.ok()) co_return std::move(layers).error();
    checked.layers = std::move(*layers);
  }
  base::Clock& clock = service.registry.clock();
  const auto change = [&](functions::Function& function) -> functions::Result<base::Ok> {
    functions::Configuration& latest = function.latest;
    if (request.revision_id && *request.revision_id != latest.revision) return changed_revision();
    if (request.role) latest.role = *request.role;
    if (request.handler) latest.handler = *request.handler;
    if (request.description) latest.description = *request.description;
    if (request.timeout) latest.timeout_seconds = *request.timeout;
    if (request.memory_size) latest.memory_megabytes = *request.memory_size;
    if (request.runtime) latest.runtime = *request.runtime;
    if (request.ephemeral_storage) latest.tmp_megabytes = *request.ephemeral_storage->size;
    if (request.layers) latest.layers = checked.layers;
    if (request.environment) {
      latest.environment = checked.environment;
      latest.has_environment = true;
    }
    touch(&latest, clock);
    return check_unpacked_size(latest);
  };
  auto changed = co_await service.registry.change(scope_of(context), name.name, change);
  if (!changed.ok()) co_return to_aws_error(changed.error());
  service.invoker.forget(*changed);
  co_return describe(*changed, changed->latest, false);
}

base::Task<aws::Result<base::Ok>> delete_function(Service& service, const aws::RequestContext& context,
                                                  FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  if (name.qualifier == functions::kLatest) co_return invalid_parameter(messages::kLatestStays);
  if (name.qualifier.empty()) {
    auto removed = co_await service.registry.remove(scope_of(context), name.name);
    if (!removed.ok()) co_return to_aws_error(removed.error());
    service.invoker.forget(found->function);
    service.invoker.metrics().forget(found->function);
    co_return base::Ok{};
  }
  const std::string version = name.qualifier;
  const auto change = [&](functions::Function& function) -> functions::Result<base::Ok> {
    std::vector<std::string_view> aliases;
    for (const functions::Alias& alias : function.aliases)
      if (alias.version == version) aliases.push_back(alias.name);
    if (!aliases.empty())
      return functions::Failure{functions::FailureKind::kExists,
                                fmt::format(messages::kVersionHasAlias, fmt::join(aliases, ", "))};
    std::erase_if(function.versions, [&](const auto& each) { return each.version == version; });
    return base::Ok{};
  };
  auto changed = co_await service.registry.change(scope_of(context), name.name, change);
  if (!changed.ok()) co_return to_aws_error(changed.error());
  co_return base::Ok{};
}

}  // namespace stator::services::lambda
