#include "server/reload.h"

#include "server/settings.h"

namespace stator::server {
namespace {

using Values = std::vector<std::string>;

const Values* given(const CommandLine& line, const Setting& setting) {
  const auto found = line.given.find(setting.name);
  return found == line.given.end() ? nullptr : &found->second;
}

bool differ(const Values* a, const Values* b) {
  if (a == nullptr || b == nullptr) return a != b;
  return *a != *b;
}

}  // namespace

Changes compare(const CommandLine& running, const CommandLine& wanted) {
  Changes changes;
  for (const Setting& setting : settings()) {
    if (!differ(given(running, setting), given(wanted, setting))) continue;
    (setting.reloads ? changes.taken_up : changes.need_restart).push_back(std::string("--") + setting.name);
  }
  return changes;
}

CommandLine take_up(const CommandLine& running, const CommandLine& wanted) {
  CommandLine next = running;
  for (const Setting& setting : settings()) {
    if (!setting.reloads) continue;
    next.given.erase(setting.name);
    if (const Values* values = given(wanted, setting)) next.given[setting.name] = *values;
  }
  Config& config = next.config;
  config.log_level = wanted.config.log_level;
  config.log_format = wanted.config.log_format;
  config.slow_request = wanted.config.slow_request;
  config.allowed_hosts = wanted.config.allowed_hosts;
  config.cors_origins = wanted.config.cors_origins;
  config.root_access_key_id = wanted.config.root_access_key_id;
  config.root_secret_access_key = wanted.config.root_secret_access_key;
  config.other_accounts = wanted.config.other_accounts;
  config.tls_certificate = wanted.config.tls_certificate;
  config.tls_key = wanted.config.tls_key;
  return next;
}

}  // namespace stator::server
