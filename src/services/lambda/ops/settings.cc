#include "services/lambda/ops/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/arn.h"
#include "aws/protocol/json_writer.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {

namespace {

using functions::Failure;
using functions::FailureKind;
using functions::Function;
using functions::Registry;

base::Task<aws::Result<Function>> change(Service& service, const aws::RequestContext& context,
                                         const std::string& text, Registry::Change change) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, text));
  auto changed = co_await service.registry.change(scope_of(context), name.name, std::move(change));
  if (!changed.ok()) co_return to_aws_error(changed.error());
  co_return std::move(*changed);
}

Failure no_alias(const Function& function, const std::string& name) {
  return {FailureKind::kNotFound, fmt::format(messages::kNoAlias, function.arn(), name)};
}

functions::Alias* find_alias(Function& function, const std::string& name) {
  for (functions::Alias& alias : function.aliases) {
    if (alias.name == name) return &alias;
  }
  return nullptr;
}

// In the order of versions $LATEST is before all of them.
std::int64_t version_number(const std::string& version) {
  std::int64_t number = 0;
  std::from_chars(version.data(), version.data() + version.size(), number);
  return number;
}

AliasConfiguration shown(const Function& function, const functions::Alias& alias) {
  return {function.arn() + ":" + alias.name, alias.name, alias.version, alias.description, alias.revision};
}

functions::Result<base::Ok> check_version(const Function& function, const std::string& version) {
  const bool known =
      version == functions::kLatest || std::any_of(function.versions.begin(), function.versions.end(),
                                                   [&](const auto& each) { return each.version == version; });
  if (known) return base::Ok{};
  return Failure{FailureKind::kNotFound, fmt::format(messages::kNoFunction, function.arn() + ":" + version)};
}

std::string statement_json(const Function& function, const AddPermissionRequest& request,
                           const std::string& qualifier) {
  using aws::protocol::append_json_string;
  std::string out = "{\"Sid\":";
  append_json_string(*request.statement_id, &out);
  out += ",\"Effect\":\"Allow\",\"Principal\":";
  const std::string& principal = *request.principal;
  const bool is_account = aws::is_account_id(principal);
  if (principal == "*") {
    out += "\"*\"";
  } else {
    const bool is_arn = aws::looks_like_arn(principal);
    out += is_account || is_arn ? "{\"AWS\":" : "{\"Service\":";
    append_json_string(is_account ? "arn:aws:iam::" + principal + ":root" : principal, &out);
    out += "}";
  }
  out += ",\"Action\":";
  append_json_string(*request.action, &out);
  out += ",\"Resource\":";
  append_json_string(qualifier.empty() ? function.arn() : function.arn() + ":" + qualifier, &out);
  std::string equals, like;
  const auto add = [](const char* key, const std::optional<std::string>& value, std::string* to) {
    if (!value) return;
    *to += fmt::format("{}\"{}\":", to->empty() ? "" : ",", key);
    append_json_string(*value, to);
  };
  add("AWS:SourceAccount", request.source_account, &equals);
  add("lambda:EventSourceToken", request.event_source_token, &equals);
  add("lambda:FunctionUrlAuthType", request.function_url_auth_type, &equals);
  add("aws:PrincipalOrgID", request.principal_org_id, &equals);
  add("AWS:SourceArn", request.source_arn, &like);
  std::string conditions;
  if (!equals.empty()) conditions = "\"StringEquals\":{" + equals + "}";
  if (!like.empty()) conditions += (conditions.empty() ? "" : ",") + ("\"ArnLike\":{" + like + "}");
  if (!conditions.empty()) out += ",\"Condition\":{" + conditions + "}";
  return out + "}";
}

bool is_principal(const std::string& text) {
  const bool is_service = text.find('.') != std::string::npos && text.find(' ') == std::string::npos;
  return text == "*" || aws::is_account_id(text) || aws::looks_like_arn(text) || is_service;
}

// AWS's limit, of the policy of one version, alias, or $LATEST.
functions::Result<base::Ok> check_policy_size(const Function& function, const std::string& qualifier) {
  constexpr std::size_t kMaxPolicyBytes = 20'480;
  const std::size_t size = function.policy_document(qualifier).size();
  if (size <= kMaxPolicyBytes) return base::Ok{};
  return Failure{FailureKind::kPolicyTooLong, fmt::format(messages::kPolicyTooLong, size, kMaxPolicyBytes)};
}

functions::Result<base::Ok> check_policy_revision(const Function& function,
                                                  const std::optional<std::string>& revision) {
  if (!revision || *revision == function.latest.revision) return base::Ok{};
  return Failure{FailureKind::kChanged, messages::kChangedPolicy};
}

// Tags are those of the function that the ARN names.
base::Task<aws::Result<Function>> change_tags(Service& service, const aws::RequestContext& context,
                                              const std::string& resource, Registry::Change how) {
  if (resource.find(":function:") == std::string::npos)
    co_return invalid_parameter(fmt::format(messages::kBadResourceArn, resource));
  auto changed = co_await change(service, context, resource, std::move(how));
  co_return changed;
}

}  // namespace

base::Task<aws::Result<FunctionConfiguration>> publish_version(Service& service,
                                                               const aws::RequestContext& context,
                                                               PublishVersionRequest& request) {
  auto changed = co_await change(
      service, context, *request.function_name, [&](Function& function) -> functions::Result<base::Ok> {
        if (request.revision_id && *request.revision_id != function.latest.revision)
          return Failure{FailureKind::kChanged, messages::kChangedRevision};
        if (request.code_sha256 && *request.code_sha256 != function.latest.code_sha256)
          return Failure{FailureKind::kInvalid, fmt::format(messages::kOtherCode, *request.code_sha256,
                                                            function.latest.code_sha256)};
        // Without a change since the last one, there is nothing to publish.
        const auto& versions = function.versions;
        if (!versions.empty() && versions.back().code_id == function.latest.code_id &&
            versions.back().modified_millis == function.latest.modified_millis)
          return base::Ok{};
        functions::Configuration version = function.latest;
        version.version = std::to_string(function.next_version++);
        version.revision = functions::new_uuid();
        if (request.description) version.description = *request.description;
        function.versions.push_back(std::move(version));
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return describe(*changed, changed->versions.back(), true);
}

base::Task<aws::Result<ListVersionsResponse>> list_versions(Service& service,
                                                            const aws::RequestContext& context,
                                                            ListRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  std::vector<const functions::Configuration*> all{&found->function.latest};
  for (const functions::Configuration& version : found->function.versions) all.push_back(&version);
  ListVersionsResponse response;
  Page page(request);
  for (const functions::Configuration* version : all) {
    if (request.marker && version_number(version->version) <= version_number(*request.marker)) continue;
    if (!page.takes(version->version)) break;
    response.versions.push_back(describe(found->function, *version, true));
  }
  response.next_marker = page.next_marker();
  co_return response;
}

base::Task<aws::Result<AliasConfiguration>> create_alias(Service& service, const aws::RequestContext& context,
                                                         AliasRequest& request) {
  if (!request.function_version) co_return invalid_parameter(messages::kNoFunctionVersion);
  auto changed = co_await change(
      service, context, *request.function_name, [&](Function& function) -> functions::Result<base::Ok> {
        STATOR_TRY(check_version(function, *request.function_version));
        if (find_alias(function, *request.name) != nullptr)
          return Failure{FailureKind::kExists,
                         fmt::format(messages::kAliasExists, function.arn(), *request.name)};
        function.aliases.push_back({*request.name, *request.function_version,
                                    request.description.value_or(""), functions::new_uuid()});
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return shown(*changed, changed->aliases.back());
}

base::Task<aws::Result<AliasConfiguration>> get_alias(Service& service, const aws::RequestContext& context,
                                                      AliasRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  const functions::Alias* alias = find_alias(found->function, *request.name);
  if (alias == nullptr) co_return to_aws_error(no_alias(found->function, *request.name));
  co_return shown(found->function, *alias);
}

base::Task<aws::Result<AliasConfiguration>> update_alias(Service& service, const aws::RequestContext& context,
                                                         AliasRequest& request) {
  auto changed = co_await change(service, context, *request.function_name,
                                 [&](Function& function) -> functions::Result<base::Ok> {
                                   functions::Alias* alias = find_alias(function, *request.name);
                                   if (alias == nullptr) return no_alias(function, *request.name);
                                   if (request.function_version) {
                                     STATOR_TRY(check_version(function, *request.function_version));
                                     alias->version = *request.function_version;
                                   }
                                   if (request.description) alias->description = *request.description;
                                   alias->revision = functions::new_uuid();
                                   return base::Ok{};
                                 });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return shown(*changed, *find_alias(*changed, *request.name));
}

base::Task<aws::Result<base::Ok>> delete_alias(Service& service, const aws::RequestContext& context,
                                               AliasRequest& request) {
  auto changed = co_await change(
      service, context, *request.function_name, [&](Function& function) -> functions::Result<base::Ok> {
        std::erase_if(function.aliases, [&](const auto& alias) { return alias.name == *request.name; });
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return base::Ok{};
}

base::Task<aws::Result<ListAliasesResponse>> list_aliases(Service& service,
                                                          const aws::RequestContext& context,
                                                          ListRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  auto& aliases = found->function.aliases;
  std::ranges::sort(aliases, {}, &functions::Alias::name);
  ListAliasesResponse response;
  Page page(request);
  for (const functions::Alias& alias : aliases) {
    if (request.function_version && *request.function_version != alias.version) continue;
    if (request.marker && alias.name <= *request.marker) continue;
    if (!page.takes(alias.name)) break;
    response.aliases.push_back(shown(found->function, alias));
  }
  response.next_marker = page.next_marker();
  co_return response;
}

base::Task<aws::Result<AddPermissionResponse>> add_permission(Service& service,
                                                              const aws::RequestContext& context,
                                                              AddPermissionRequest& request) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  const std::string qualifier = name.qualifier;
  if (!is_principal(*request.principal)) co_return invalid_parameter(messages::kBadPrincipal);
  auto changed = co_await change(
      service, context, *request.function_name, [&](Function& function) -> functions::Result<base::Ok> {
        STATOR_TRY(check_policy_revision(function, request.revision_id));
        if (qualifier == functions::kLatest)
          return Failure{FailureKind::kInvalid, messages::kNoPolicyOfLatest};
        if (function.find(qualifier) == nullptr)
          return Failure{FailureKind::kNotFound,
                         fmt::format(messages::kNoFunction, function.arn() + ":" + qualifier)};
        for (const functions::PolicyStatement& statement : function.policy) {
          if (statement.id == *request.statement_id && statement.qualifier == qualifier)
            return Failure{FailureKind::kExists, fmt::format(messages::kStatementExists, statement.id)};
        }
        function.policy.push_back(
            {*request.statement_id, qualifier, statement_json(function, request, qualifier)});
        return check_policy_size(function, qualifier);
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return AddPermissionResponse{changed->policy.back().json};
}

base::Task<aws::Result<base::Ok>> remove_permission(Service& service, const aws::RequestContext& context,
                                                    RemovePermissionRequest& request) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  const std::string qualifier = name.qualifier;
  auto changed = co_await change(
      service, context, *request.function_name, [&](Function& function) -> functions::Result<base::Ok> {
        STATOR_TRY(check_policy_revision(function, request.revision_id));
        const auto gone = std::erase_if(function.policy, [&](const functions::PolicyStatement& statement) {
          return statement.id == *request.statement_id && statement.qualifier == qualifier;
        });
        if (gone == 0)
          return Failure{FailureKind::kNotFound, fmt::format(messages::kNoStatement, *request.statement_id)};
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return base::Ok{};
}

base::Task<aws::Result<GetPolicyResponse>> get_policy(Service& service, const aws::RequestContext& context,
                                                      FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  GetPolicyResponse response;
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  response.policy = found->function.policy_document(name.qualifier);
  if (response.policy.empty()) co_return not_found(messages::kNoResource);
  response.revision_id = found->function.latest.revision;
  co_return response;
}

base::Task<aws::Result<base::Ok>> tag_resource(Service& service, const aws::RequestContext& context,
                                               TagsRequest& request) {
  const Map<std::string> tags = request.tags.value_or(Map<std::string>());
  if (tags.size() > kMaxTags) co_return invalid_parameter(messages::kTooManyTags);
  auto changed = co_await change_tags(
      service, context, *request.resource, [&](Function& function) -> functions::Result<base::Ok> {
        for (const auto& [key, value] : tags) {
          std::erase_if(function.tags, [&key = key](const auto& tag) { return tag.first == key; });
          function.tags.emplace_back(key, value);
        }
        if (function.tags.size() > kMaxTags) return Failure{FailureKind::kInvalid, messages::kTooManyTags};
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return base::Ok{};
}

base::Task<aws::Result<base::Ok>> untag_resource(Service& service, const aws::RequestContext& context,
                                                 TagsRequest& request) {
  const std::vector<std::string> keys = request.tag_keys.value_or(std::vector<std::string>());
  auto changed = co_await change_tags(
      service, context, *request.resource, [&](Function& function) -> functions::Result<base::Ok> {
        for (const std::string& key : keys)
          std::erase_if(function.tags, [&](const auto& tag) { return tag.first == key; });
        return base::Ok{};
      });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return base::Ok{};
}

base::Task<aws::Result<TagsResponse>> list_tags(Service& service, const aws::RequestContext& context,
                                                TagsRequest& request) {
  auto found = co_await find_function(service, context, *request.resource);
  if (!found.ok()) co_return std::move(found).error();
  co_return TagsResponse{found->function.tags};
}

base::Task<aws::Result<Concurrency>> put_concurrency(Service& service, const aws::RequestContext& context,
                                                     PutConcurrencyRequest& request) {
  auto changed = co_await change(service, context, *request.function_name,
                                 [&](Function& function) -> functions::Result<base::Ok> {
                                   function.reserved_concurrency = *request.reserved_concurrent_executions;
                                   return base::Ok{};
                                 });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return Concurrency{changed->reserved_concurrency};
}

base::Task<aws::Result<Concurrency>> get_concurrency(Service& service, const aws::RequestContext& context,
                                                     FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  co_return Concurrency{found->function.reserved_concurrency};
}

base::Task<aws::Result<base::Ok>> delete_concurrency(Service& service, const aws::RequestContext& context,
                                                     FunctionRequest& request) {
  auto changed = co_await change(service, context, *request.function_name,
                                 [](Function& function) -> functions::Result<base::Ok> {
                                   function.reserved_concurrency.reset();
                                   return base::Ok{};
                                 });
  if (!changed.ok()) co_return std::move(changed).error();
  co_return base::Ok{};
}

base::Task<aws::Result<CodeSigningResponse>> get_code_signing(Service& service,
                                                              const aws::RequestContext& context,
                                                              FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  co_return CodeSigningResponse{found->function.name};
}

}  // namespace stator::services::lambda
