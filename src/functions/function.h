// What a function is: its configuration, versions, aliases, and who may call it. A value, as it is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "telemetry/logs.h"

namespace stator::functions {

using telemetry::Scope;

inline constexpr char kLatest[] = "$LATEST";
inline constexpr std::int64_t kDefaultTimeoutSeconds = 3;
inline constexpr std::int64_t kDefaultMemoryMegabytes = 128;
inline constexpr std::int64_t kDefaultTmpMegabytes = 512;
inline constexpr std::size_t kMaxEnvironmentBytes = 4096;

// One version of a layer that a function has (layer.h).
struct LayerReference {
  std::string arn;
  Scope scope;
  std::string name;
  std::int64_t code_id = 0;
  std::int64_t code_bytes = 0;
  std::int64_t unpacked_bytes = 0;
};

struct Configuration {
  std::string version = kLatest;
  std::string runtime;  // "python3.9"
  std::string role;     // an ARN
  std::string handler;
  std::string description;
  std::int64_t timeout_seconds = kDefaultTimeoutSeconds;
  std::int64_t memory_megabytes = kDefaultMemoryMegabytes;
  std::int64_t tmp_megabytes = kDefaultTmpMegabytes;
  std::string architecture = "x86_64";
  aws::protocol::Map<std::string> environment;
  bool has_environment = false;  // even an empty one is shown
  std::int64_t modified_millis = 0;
  std::string revision;  // changes with every change
  std::int64_t code_id = 0;
  std::int64_t code_bytes = 0;
  std::int64_t unpacked_bytes = 0;     // 0: of a version that did not count them
  std::string code_sha256;             // in base64
  std::vector<LayerReference> layers;  // a later one hides files of those before it
};

struct Alias {
  std::string name;
  std::string version;
  std::string description;
  std::string revision;
};

// Of the policy that says who may call a function.
struct PolicyStatement {
  std::string id;
  std::string qualifier;  // empty: of the function
  std::string json;       // as GetPolicy shows it
};

// How invocations that nobody waits for are tried, and where their outcome goes.
struct EventInvoke {
  std::string qualifier;  // a version or alias; empty: $LATEST
  std::optional<std::int64_t> max_retries;
  std::optional<std::int64_t> max_age_seconds;
  std::string on_success;  // ARNs of destinations
  std::string on_failure;
  std::int64_t modified_millis = 0;
};

struct Function {
  Scope scope;
  std::string name;
  Configuration latest;
  std::vector<Configuration> versions;  // in the order in which they were published
  std::int64_t next_version = 1;
  std::vector<Alias> aliases;
  std::vector<PolicyStatement> policy;
  aws::protocol::Map<std::string> tags;
  std::optional<std::int64_t> reserved_concurrency;
  std::vector<EventInvoke> event_invokes;

  // "arn:aws:lambda:REGION:ACCOUNT:function:NAME"
  std::string arn() const;
  std::string log_group() const { return "/aws/lambda/" + name; }
  // Of a version or an alias; an empty qualifier is $LATEST. nullptr if there is none.
  const Configuration* find(const std::string& qualifier) const;
  // nullptr if nothing was said for it.
  const EventInvoke* event_invoke(const std::string& qualifier) const;
  // The statements of one qualifier, or of all; empty: there are none.
  std::string policy_document(const std::optional<std::string>& qualifier = std::nullopt) const;
};

extern const aws::protocol::Structure kFunctionRecord;

}  // namespace stator::functions
