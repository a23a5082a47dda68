#include "services/s3/common/authorization.h"

#include <fmt/format.h>

#include <algorithm>

#include "authz/messages.h"
#include "authz/policy.h"
#include "aws/authorizer.h"
#include "aws/credentials.h"
#include "aws/percent.h"
#include "base/ascii.h"
#include "base/json_parser.h"
#include "base/wildcards.h"
#include "objects/arn.h"
#include "objects/public_access.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/version.h"

namespace stator::services::s3 {

namespace {

Error malformed_policy(std::string message) { return {400, "MalformedPolicy", std::move(message), {}}; }

authz::Facts facts_of(const Request& request) {
  authz::Facts facts;
  for (const std::string_view parameter : {"prefix", "delimiter", "max-keys"}) {
    if (const auto value = request.parameter(parameter))
      facts.set("s3:" + std::string(parameter), std::string(*value));
  }
  if (const auto acl = request.http.header("x-amz-acl")) facts.set("s3:x-amz-acl", std::string(*acl));
  if (const auto referer = request.http.header("referer")) facts.set("aws:Referer", std::string(*referer));
  if (request.context.is_signed) {
    const bool in_query = request.http.query.find("X-Amz-Signature=") != std::string_view::npos;
    const char* const of_request = in_query ? "REST-QUERY-STRING" : "REST-HEADER";
    facts.set("s3:authType", request.form != nullptr ? "POST" : of_request);
    facts.set("s3:signatureversion", "AWS4-HMAC-SHA256");
  }
  return facts;
}

// The owner of the account can always take back a policy that shuts him out.
bool is_beyond_policy(const Request& request, std::string_view action) {
  return action.ends_with("BucketPolicy") && request.context.principal != nullptr &&
         request.context.principal->type == aws::PrincipalType::kRoot &&
         request.context.principal->account == request.context.account;
}

// What somebody wants to do.
struct Wish {
  std::string action;
  std::string bucket;
  std::string key;      // empty: with the bucket itself
  std::string version;  // empty: none is named
};

// In another account, for what is copied.
Result<base::Ok> authorize_in(const aws::RequestContext& context, const Request& request, const Wish& wish,
                              std::string policy);

base::Task<Result<base::Ok>> authorize_by_bucket(Service& service, const Request& request, Wish wish) {
  const std::string& action = wish.action;
  const std::string& bucket = wish.bucket;
  std::string policy;
  aws::RequestContext context = request.context;
  // CreateBucket is decided in the account of the caller, whoever owns a bucket of that name.
  if (!bucket.empty() && action != "s3:CreateBucket") {
    auto owner = co_await owner_of_bucket(service, request, bucket);
    if (owner.ok()) context.account = std::move(*owner);
    objects::BucketName name{context.account, bucket};
    auto found = co_await service.store.find_bucket(std::move(name));
    // A bucket that is not there has no policy; who may create it will be told by the operation.
    if (found.ok()) {
      policy = policy_of(request, std::move(*found));
    } else if (request.context.principal == nullptr ||
               found.error().kind != objects::ErrorKind::kNoSuchBucket) {
      co_return request.error(found.error());
    }
  }
  co_return authorize_in(context, request, wish, std::move(policy));
}

// Other than the other services, S3 quotes the resource (aws-ia/terraform-aws-bedrock #41).
std::string with_quoted(std::string message, const std::string& resource) {
  const std::string named = R"(on resource: )" + resource + ' ';
  const std::size_t at = message.find(named);
  if (at != message.npos) message.replace(at, named.size(), R"(on resource: ")" + resource + "\" ");
  return message;
}

bool is_of_bucket(std::string_view resource, std::string_view bucket) {
  const auto named = objects::named_by_arn(resource);
  if (!named) return false;
  const std::string_view name = named->substr(0, named->find('/'));
  return base::matches_wildcards(name, bucket, {.any = '*', .one = '?'});
}

Result<base::Ok> authorize_in(const aws::RequestContext& context, const Request& request, const Wish& wish,
                              std::string policy) {
  aws::Access access{wish.action, "*", facts_of(request)};
  if (!wish.bucket.empty()) access.resource = objects::bucket_arn(wish.bucket);
  if (!wish.key.empty()) access.resource += "/" + wish.key;
  if (!wish.version.empty()) access.facts.set("s3:VersionId", wish.version);
  if (!is_beyond_policy(request, wish.action)) access.resource_policy = std::move(policy);
  auto allowed = aws::authorize(context, access);
  if (allowed.ok()) return base::Ok{};
  if (context.principal == nullptr) return access_denied();
  return Error{403, "AccessDenied", with_quoted(std::move(allowed.error().message), access.resource), {}};
}

// On what the request names, be it a version.
base::Task<Result<base::Ok>> authorize_action(Service& service, const Request& request,
                                              std::string_view action) {
  Wish wish{std::string(action), request.bucket, request.key, {}};
  const std::string_view on_version = action_on_version(action);
  if (const auto version = request.parameter("versionId"); version && !on_version.empty()) {
    wish.action = on_version;
    wish.version = *version;
  }
  auto allowed = co_await authorize_by_bucket(service, request, std::move(wish));
  co_return allowed;
}

}  // namespace

base::Task<Result<std::string>> owner_of_bucket(Service& service, const Request& request,
                                                std::string bucket) {
  const aws::RequestContext& context = request.context;
  if (context.authorizer == nullptr || bucket.empty()) co_return context.account;
  objects::BucketName name{context.principal ? context.principal->account : context.account, bucket};
  auto owner = co_await service.store.owner_of(std::move(name));
  if (owner.ok()) co_return std::move(*owner);
  co_return from_objects(owner.error(), {std::move(bucket), {}, {}});
}

std::string policy_of(const Request& request, objects::Bucket bucket) {
  const auto& principal = request.context.principal;
  return objects::policy_for(principal ? principal->account : "", std::move(bucket));
}

Result<base::Ok> authorize_key(const Request& request, std::string_view action, std::string_view bucket,
                               std::string_view key, std::string policy, std::string_view version) {
  const Wish wish{std::string(action), std::string(bucket), std::string(key), std::string(version)};
  return authorize_in(request.context, request, wish, std::move(policy));
}

base::Task<Result<base::Ok>> authorize(Service& service, const Request& request, const Operation& operation) {
  if (request.context.authorizer == nullptr) co_return base::Ok{};
  if (operation.name != "DeleteObjects") {
    auto allowed = co_await authorize_action(service, request, operation.action);
    if (!allowed.ok()) co_return std::move(allowed).error();
  }
  if (operation.name == "GetObjectAttributes") {
    auto allowed = co_await authorize_action(service, request, "s3:GetObject");
    co_return allowed;
  }
  const std::string_view copied = request.header("x-amz-copy-source");
  if (copied.empty()) co_return base::Ok{};
  auto source = split_source(copied);
  if (!source) co_return base::Ok{};  // the operation says what is wrong with it
  const auto version = version_of_source(copied);
  Wish wish;
  wish.action = version ? "s3:GetObjectVersion" : "s3:GetObject";
  wish.bucket = std::move(source->first);
  wish.key = std::move(source->second);
  wish.version = version.value_or("");
  auto allowed = co_await authorize_by_bucket(service, request, std::move(wish));
  co_return allowed;
}

base::Task<Result<base::Ok>> may_know_it_is_missing(Service& service, const Request& request) {
  if (request.context.authorizer == nullptr) co_return base::Ok{};
  Wish wish;
  wish.action = "s3:ListBucket";
  wish.bucket = request.bucket;
  auto allowed = co_await authorize_by_bucket(service, request, std::move(wish));
  co_return allowed;
}

namespace {

// What S3 says in its own words of a document, before it is read as a policy. `root` is an object.
Result<base::Ok> check_words(base::JsonValue root) {
  for (const base::JsonMember member : root.members()) {
    if (member.name == "Version") {
      if (!member.value.is_string() ||
          (member.value.text() != "2012-10-17" && member.value.text() != "2008-10-17"))
        return malformed_policy(messages::kPolicyVersion);
    } else if (member.name == "Statement" && member.value.is_array()) {
      if (member.value.size() == 0) return malformed_policy(messages::kPolicyEmpty);
      for (const base::JsonValue statement : member.value.elements()) {
        if (!statement.is_object()) continue;
        for (const base::JsonMember part : statement.members()) {
          if (part.name == "Effect" && part.value.is_string() && part.value.text() != "Allow" &&
              part.value.text() != "Deny")
            return malformed_policy(fmt::format(messages::kPolicyEffect, part.value.text()));
        }
      }
    }
  }
  return base::Ok{};
}

std::string in_words_of_s3(std::string text) {
  constexpr std::string_view kFormat = authz::messages::kResourceFormat;  // "Resource {} must be ..."
  if (text.starts_with(messages::kPolicyPrincipal)) return messages::kPolicyPrincipal;
  if (text == authz::messages::kNoVendor) return messages::kPolicyAction;
  if (text.ends_with(kFormat.substr(kFormat.find("{}") + 2))) return messages::kPolicyResource;
  return text;
}

// Does an action that is named without wildcards have a resource of its kind: a bucket, or objects?
bool applies(const std::string& action, const std::vector<std::string>& resources) {
  constexpr std::string_view kOfObjects[] = {
      "s3:getobject",        "s3:putobject",           "s3:deleteobject",         "s3:getobjecttagging",
      "s3:putobjecttagging", "s3:deleteobjecttagging", "s3:abortmultipartupload", "s3:getobjectacl"};
  constexpr std::string_view kOfBuckets[] = {"s3:listbucket", "s3:listbucketmultipartuploads",
                                             "s3:getbucketlocation"};
  const std::string name = base::lower_ascii(action);
  const bool of_objects = std::ranges::find(kOfObjects, name) != std::end(kOfObjects);
  const bool of_buckets = std::ranges::find(kOfBuckets, name) != std::end(kOfBuckets);
  if (!of_objects && !of_buckets) return true;
  return resources.empty() || std::ranges::any_of(resources, [&](const std::string& resource) {
           if (resource == "*") return true;
           const bool has_slash = resource.find('/') != std::string::npos;
           return has_slash == of_objects || resource.ends_with('*');
         });
}

}  // namespace

Result<base::Ok> check_bucket_policy(const std::string& document, std::string_view bucket) {
  base::JsonParser parser;
  if (const auto root = parser.parse(document); root && root->is_object()) {
    STATOR_TRY(check_words(*root));
  }
  const auto policy = authz::parse_policy(document, authz::DocumentKind::kResource);
  if (!policy.ok()) return malformed_policy(in_words_of_s3(policy.error().message));
  for (const authz::Statement& statement : policy->statements) {
    const bool own_actions = std::ranges::all_of(statement.actions, [](const std::string& action) {
      return action == "*" || base::lower_ascii(action).starts_with("s3:");
    });
    if (!own_actions) return malformed_policy(messages::kPolicyAction);
    const bool own_resources = std::ranges::all_of(
        statement.resources, [&](const std::string& resource) { return is_of_bucket(resource, bucket); });
    if (!own_resources) return malformed_policy(messages::kPolicyResource);
    const bool all_apply = std::ranges::all_of(
        statement.actions, [&](const std::string& action) { return applies(action, statement.resources); });
    if (!all_apply) return malformed_policy(messages::kPolicyMismatch);
  }
  return base::Ok{};
}

}  // namespace stator::services::s3
