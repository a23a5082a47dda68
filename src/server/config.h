// Configuration of `stator serve`: flags, environment, file, defaults, in this order of precedence. What each
// setting means to a user is written in docs/configuration.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_fields.h"
#include "base/result.h"
#include "functions/workplace.h"
#include "net/listener.h"
#include "storage/engine.h"

namespace stator::server {

// Besides Config::account, with strict_auth.
struct OtherAccount {
  std::string account;
  std::string root_access_key_id;
  std::string root_secret_access_key;
};

struct Config {
  std::vector<net::ListenAddress> listen;
  storage::Durability durability = storage::Durability::kFull;  // kNone: --in-memory
  std::string data_folder = "./stator-data";                    // without meaning for kNone
  std::string region = "us-east-1";
  std::string account = "000000000000";
  std::size_t threads = 1;  // event loops
  std::optional<std::string> ready_file;
  bool shared_data = false;
  bool insecure = false;
  bool strict_auth = false;  // signatures are verified and policies evaluated
  std::string root_access_key_id;
  std::string root_secret_access_key;
  std::vector<OtherAccount> other_accounts;
  bool insecure_lambda = false;
  std::optional<std::string> tls_certificate;  // PEM files; both or none
  std::optional<std::string> tls_key;
  bool tls_self_signed = false;
  bool console = true;
  std::vector<std::string> cors_origins;   // empty: pages served from this machine
  std::vector<std::string> allowed_hosts;  // besides those that always are
  base::LogLevel log_level = base::LogLevel::kInfo;
  base::LogFormat log_format = base::LogFormat::kText;
  std::chrono::milliseconds slow_request{0};         // requests that take so long are logged; 0: none is
  std::optional<net::ListenAddress> metrics_listen;  // where /metrics is, instead of beside the API
  std::size_t memory_bytes = 256u << 20;             // memory_plan.h
  std::chrono::seconds ttl_delay{0};                 // from an item's expiry to its deletion, at least
  std::chrono::seconds stream_shard_lifetime{4 * 3600};
  functions::Isolation lambda_isolation = functions::Isolation::kBubblewrap;
  std::string lambda_node_modules;  // a folder; empty: default_function_modules()
  bool enforce_capacity = false;    // throttle requests beyond a table's capacity
};

enum class Command { kServe, kCheck, kBackup, kRestore, kOperations, kMessages, kVersion, kHelp };

struct CommandLine {
  Command command = Command::kHelp;
  Config config;  // of kServe
  // Of kServe: the settings that were given, by name, as the strongest source has them.
  std::map<std::string, std::vector<std::string>> given;
  std::string data_folder;  // of kCheck, kBackup, kRestore
  std::string backup;       // of kBackup, kRestore: where it is
  std::string help;         // of kHelp
};

// A mistake of whoever started the program: one line that says what to change.
struct ConfigError {
  std::string message;
};

// Where settings come from besides the flags.
struct ConfigSources {
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::size_t cores = 1;
  std::size_t memory_bytes = std::size_t{2} << 30;  // machine_memory()
};

// `arguments` without the program's name. Reads the configuration file, if one is named.
base::Result<CommandLine, ConfigError> parse_command_line(const std::vector<std::string>& arguments,
                                                          const ConfigSources& sources);

// "64MB", "1GiB", "4096": bytes, in powers of 1,024.
std::optional<std::size_t> parse_size(std::string_view text);

}  // namespace stator::server
