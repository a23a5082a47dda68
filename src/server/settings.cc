#include "server/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "aws/arn.h"

namespace stator::server {

namespace {

using Values = std::vector<std::string>;
using Problem = std::optional<std::string>;

constexpr std::size_t kMaxThreads = 256;
constexpr std::size_t kMinMemory = 8u << 20;
constexpr std::size_t kMaxRegionLength = 64;
constexpr std::size_t kMaxKeyLength = 128;
constexpr std::size_t kMinSecretLength = 8;
constexpr std::uint32_t kMaxTtlDelay = 7 * 24 * 3600;
constexpr std::uint32_t kMaxShardLifetime = 24 * 3600;
constexpr std::uint32_t kMaxSlowRequest = 3600 * 1000;

Problem apply_listen(const Values& values, Config& config) {
  config.listen.clear();
  for (const std::string& value : values) {
    auto address = net::parse_listen_address(value);
    if (!address.ok()) return address.error().message;
    config.listen.push_back(std::move(address).value());
  }
  return std::nullopt;
}

Problem apply_data(const Values& values, Config& config) {
  if (values[0].empty()) return "the folder has no name";
  config.data_folder = values[0];
  return std::nullopt;
}

Problem apply_durability(const Values& values, Config& config) {
  if (values[0] == "full") {
    config.durability = storage::Durability::kFull;
  } else if (values[0] == "relaxed") {
    config.durability = storage::Durability::kRelaxed;
  } else {
    return "'" + values[0] + "' is not full or relaxed";
  }
  return std::nullopt;
}

Problem apply_region(const Values& values, Config& config) {
  const std::string& region = values[0];
  const bool plain = region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == region.npos;
  if (region.empty() || region.size() > kMaxRegionLength || !plain)
    return "'" + region + "' is no region name";
  config.region = region;
  return std::nullopt;
}

Problem apply_account(const Values& values, Config& config) {
  const std::string& account = values[0];
  if (account.size() != 12 || account.find_first_not_of("0123456789") != account.npos) {
    return "'" + account + "' is not a number of twelve digits";
  }
  config.account = account;
  return std::nullopt;
}

Problem apply_threads(const Values& values, Config& config) {
  const std::string& text = values[0];
  std::size_t threads = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), threads);
  if (error != std::errc() || end != text.data() + text.size() || threads < 1 || threads > kMaxThreads) {
    return "'" + text + "' is not a number from 1 to " + std::to_string(kMaxThreads);
  }
  config.threads = threads;
  return std::nullopt;
}

Problem apply_memory(const Values& values, Config& config) {
  const auto bytes = parse_size(values[0]);
  if (!bytes || *bytes < kMinMemory)
    return "'" + values[0] + "' is not a size of at least 8MB, such as 512MB or 2GB";
  config.memory_bytes = *bytes;
  return std::nullopt;
}

Problem apply_ttl_delay(const Values& values, Config& config) {
  const std::string& text = values[0];
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds > kMaxTtlDelay) {
    return "'" + text + "' is not a number of seconds from 0 to " + std::to_string(kMaxTtlDelay);
  }
  config.ttl_delay = std::chrono::seconds(seconds);
  return std::nullopt;
}

Problem apply_stream_shard_lifetime(const Values& values, Config& config) {
  const std::string& text = values[0];
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds == 0 ||
      seconds > kMaxShardLifetime) {
    return "'" + text + "' is not a number of seconds from 1 to " + std::to_string(kMaxShardLifetime);
  }
  config.stream_shard_lifetime = std::chrono::seconds(seconds);
  return std::nullopt;
}

Problem apply_capacity(const Values& values, Config& config) {
  if (values[0] != "accounted" && values[0] != "enforced")
    return "'" + values[0] + "' is not accounted or enforced";
  config.enforce_capacity = values[0] == "enforced";
  return std::nullopt;
}

Problem apply_lambda_isolation(const Values& values, Config& config) {
  if (values[0] != "bubblewrap" && values[0] != "process")
    return "'" + values[0] + "' is not bubblewrap or process";
  config.lambda_isolation =
      values[0] == "process" ? functions::Isolation::kProcess : functions::Isolation::kBubblewrap;
  return std::nullopt;
}

Problem apply_lambda_node_modules(const Values& values, Config& config) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(values[0], error);
  if (error || !std::filesystem::is_directory(folder, error)) return "'" + values[0] + "' is no folder";
  config.lambda_node_modules = folder;
  return std::nullopt;
}

Problem apply_log_level(const Values& values, Config& config) {
  const auto level = base::parse_log_level(values[0]);
  if (!level) return "'" + values[0] + "' is not debug, info, warning, error or off";
  config.log_level = *level;
  return std::nullopt;
}

Problem apply_log_format(const Values& values, Config& config) {
  const auto format = base::parse_log_format(values[0]);
  if (!format) return "'" + values[0] + "' is not text or json";
  config.log_format = *format;
  return std::nullopt;
}

Problem apply_slow_request(const Values& values, Config& config) {
  const std::string& text = values[0];
  std::uint32_t millis = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
  if (error != std::errc() || end != text.data() + text.size() || millis > kMaxSlowRequest)
    return "'" + text + "' is not a number of milliseconds from 0 to " + std::to_string(kMaxSlowRequest);
  config.slow_request = std::chrono::milliseconds(millis);
  return std::nullopt;
}

Problem apply_metrics_listen(const Values& values, Config& config) {
  auto address = net::parse_listen_address(values[0]);
  if (!address.ok()) return address.error().message;
  config.metrics_listen = std::move(address).value();
  return std::nullopt;
}

Problem apply_ready_file(const Values& values, Config& config) {
  if (values[0].empty()) return "the file has no name";
  config.ready_file = values[0];
  return std::nullopt;
}

Problem apply_in_memory(const Values& values, Config& config) {
  if (values[0] == "true") config.durability = storage::Durability::kNone;
  return std::nullopt;
}

Problem apply_shared_data(const Values& values, Config& config) {
  config.shared_data = values[0] == "true";
  return std::nullopt;
}

Problem apply_insecure(const Values& values, Config& config) {
  config.insecure = values[0] == "true";
  return std::nullopt;
}

Problem apply_auth(const Values& values, Config& config) {
  if (values[0] != "lax" && values[0] != "strict") return "'" + values[0] + "' is not lax or strict";
  config.strict_auth = values[0] == "strict";
  return std::nullopt;
}

bool is_key_id(const std::string& id) {
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
  return !id.empty() && id.size() <= kMaxKeyLength && plain;
}

bool is_secret(const std::string& text) {
  return text.size() >= kMinSecretLength && text.size() <= kMaxKeyLength;
}

Problem apply_root_access_key_id(const Values& values, Config& config) {
  if (!is_key_id(values[0])) return "'" + values[0] + "' is no access key id";
  config.root_access_key_id = values[0];
  return std::nullopt;
}

// The text of a secret does not go into a message.
Problem apply_root_secret_access_key(const Values& values, Config& config) {
  if (!is_secret(values[0]))
    return "a secret has " + std::to_string(kMinSecretLength) + " to " + std::to_string(kMaxKeyLength) +
           " characters";
  config.root_secret_access_key = values[0];
  return std::nullopt;
}

Problem apply_other_root_keys(const Values& values, Config& config) {
  for (const std::string& value : values) {
    const std::size_t first = value.find(':'), second = value.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos)
      return "a key is written ACCOUNT:ID:SECRET";
    OtherAccount other{value.substr(0, first), value.substr(first + 1, second - first - 1),
                       value.substr(second + 1)};
    if (!aws::is_account_id(other.account)) return "'" + other.account + "' is no account of twelve digits";
    if (!is_key_id(other.root_access_key_id)) return "'" + other.root_access_key_id + "' is no access key id";
    if (!is_secret(other.root_secret_access_key)) return "the secret of " + other.account + " is none";
    config.other_accounts.push_back(std::move(other));
  }
  return std::nullopt;
}

Problem apply_insecure_lambda(const Values& values, Config& config) {
  config.insecure_lambda = values[0] == "true";
  return std::nullopt;
}

Problem apply_tls_certificate(const Values& values, Config& config) {
  if (values[0].empty()) return "the file has no name";
  config.tls_certificate = values[0];
  return std::nullopt;
}

Problem apply_tls_key(const Values& values, Config& config) {
  if (values[0].empty()) return "the file has no name";
  config.tls_key = values[0];
  return std::nullopt;
}

Problem apply_tls_self_signed(const Values& values, Config& config) {
  config.tls_self_signed = values[0] == "true";
  return std::nullopt;
}

Problem apply_console(const Values& values, Config& config) {
  if (values[0] != "on" && values[0] != "off") return "'" + values[0] + "' is not on or off";
  config.console = values[0] == "on";
  return std::nullopt;
}

Problem apply_cors_origins(const Values& values, Config& config) {
  for (const std::string& origin : values) {
    const bool has_scheme = origin.starts_with("http://") || origin.starts_with("https://");
    const bool has_path = has_scheme && origin.find('/', origin.find("://") + 3) != origin.npos;
    if (origin != "*" && (!has_scheme || has_path)) {
      return "'" + origin + "' is not an origin such as https://app.example.com:3000, or *";
    }
  }
  config.cors_origins = values;
  return std::nullopt;
}

Problem apply_allowed_hosts(const Values& values, Config& config) {
  for (const std::string& host : values) {
    if (host.empty() || host.find_first_of("/ ") != host.npos) return "'" + host + "' is no host name";
  }
  config.allowed_hosts = values;
  return std::nullopt;
}

constexpr bool kReloads = true;

// `durability` comes before `in-memory`, which overrides it.
constexpr Setting kSettings[] = {
    {"listen", SettingKind::kList, "HOST:PORT",
     "address to serve on, may be repeated; port 0 picks a free one (default: 127.0.0.1 and [::1], ports "
     "8000 and 4566)",
     apply_listen},
    {"data", SettingKind::kValue, "DIR", "folder that keeps the data (default: ./stator-data)", apply_data},
    {"durability", SettingKind::kValue, "full|relaxed",
     "full: an acknowledged write is on disk; relaxed: a crash may lose the last 100 ms (default: full)",
     apply_durability},
    {"in-memory", SettingKind::kSwitch, "", "keep nothing on disk: all data is lost when the server stops",
     apply_in_memory},
    {"region", SettingKind::kValue, "REGION",
     "region that GET / names and --shared-data uses; requests name their own (default: us-east-1)",
     apply_region},
    {"account", SettingKind::kValue, "ID",
     "twelve digits: the account of access keys that are no account themselves (default: 000000000000)",
     apply_account},
    {"shared-data", SettingKind::kSwitch, "", "show the same data to every account and region",
     apply_shared_data},
    {"threads", SettingKind::kValue, "N", "event loops (default: one a core)", apply_threads},
    {"memory", SettingKind::kValue, "SIZE",
     "for caches and write buffers of the storage, and for requests and responses (default: an "
     "eighth of the machine's or container's, 64MB to 1GB)",
     apply_memory},
    {"ttl-delay", SettingKind::kValue, "SECONDS",
     "how long expired items stay before time to live deletes them, at least (default: 0)", apply_ttl_delay},
    {"stream-shard-lifetime", SettingKind::kValue, "SECONDS",
     "after which a shard of a stream is closed and goes on in a child (default: 14400)",
     apply_stream_shard_lifetime},
    {"capacity", SettingKind::kValue, "accounted|enforced",
     "enforced: throttle requests beyond the capacity of a table; accounted: only report what they consume "
     "(default: accounted)",
     apply_capacity},
    {"lambda-isolation", SettingKind::kValue, "bubblewrap|process",
     "what functions run in; process: with the rights of a plain program, where bubblewrap does not work "
     "(default: bubblewrap)",
     apply_lambda_isolation},
    {"lambda-node-modules", SettingKind::kValue, "FOLDER",
     "a node_modules folder from which functions for Node.js may import, such as one with the AWS SDK "
     "(default: "
     "../lib/stator/node_modules, beside the program's folder, if it is there)",
     apply_lambda_node_modules},
    {"ready-file", SettingKind::kValue, "FILE", "written, as JSON, once requests are served; removed on stop",
     apply_ready_file},
    {"auth", SettingKind::kValue, "lax|strict",
     "strict: signatures are verified and policies decide; lax: any key may do anything (default: lax)",
     apply_auth},
    {"root-access-key-id", SettingKind::kValue, "ID", "key of the account's owner, who may do everything",
     apply_root_access_key_id, kReloads},
    {"root-secret-access-key", SettingKind::kValue, "SECRET",
     "its secret; better given by the environment or the configuration file, which others cannot read",
     apply_root_secret_access_key, kReloads},
    {"other-root-keys", SettingKind::kList, "ACCOUNT:ID:SECRET",
     "with --auth strict: owners of further accounts, separated by commas; better given as the secret above",
     apply_other_root_keys, kReloads},
    {"tls-certificate", SettingKind::kValue, "FILE",
     "serve HTTPS with this certificate (PEM, with its chain); SIGHUP reads it again", apply_tls_certificate,
     kReloads},
    {"tls-key", SettingKind::kValue, "FILE", "its private key (PEM)", apply_tls_key, kReloads},
    {"tls-self-signed", SettingKind::kSwitch, "",
     "serve HTTPS with a certificate that the server makes: tls/certificate.pem in the data folder",
     apply_tls_self_signed},
    {"insecure", SettingKind::kSwitch, "",
     "allow addresses that other machines can reach; nobody is asked who he is", apply_insecure},
    {"insecure-lambda", SettingKind::kSwitch, "",
     "with --insecure: let everybody who can reach the server run functions on it", apply_insecure_lambda},
    {"console", SettingKind::kValue, "on|off", "the web console, at /_console/ (default: on)", apply_console},
    {"cors-origins", SettingKind::kList, "ORIGIN",
     "web pages that may call this server, separated by commas (default: pages served from this machine)",
     apply_cors_origins, kReloads},
    {"allowed-hosts", SettingKind::kList, "HOST",
     "further host names by which this server is called, separated by commas", apply_allowed_hosts, kReloads},
    {"log-level", SettingKind::kValue, "LEVEL", "debug, info, warning, error or off (default: info)",
     apply_log_level, kReloads},
    {"log-format", SettingKind::kValue, "text|json", "of the lines of the log (default: text)",
     apply_log_format, kReloads},
    {"slow-request", SettingKind::kValue, "MILLISECONDS",
     "log requests that take so long; 0: none (default: 0)", apply_slow_request, kReloads},
    {"metrics-listen", SettingKind::kValue, "HOST:PORT",
     "address to serve /metrics on, without authentication (default: where the API is with --auth lax, "
     "nowhere "
     "with --auth strict)",
     apply_metrics_listen},
};

std::string spelled(const char* name, char separator, bool upper) {
  std::string text = name;
  for (char& c : text) {
    if (c == '-') c = separator;
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::span<const Setting> settings() { return kSettings; }

std::string environment_name(const Setting& setting) { return "STATOR_" + spelled(setting.name, '_', true); }
std::string file_key(const Setting& setting) { return spelled(setting.name, '_', false); }

}  // namespace stator::server
