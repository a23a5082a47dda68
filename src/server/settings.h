// The settings of `stator serve`, declared once. Flag --name, environment variable STATOR_NAME and the key
// `name` of the configuration file are three spellings of the same setting.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/config.h"

namespace stator::server {

enum class SettingKind { kValue, kList, kSwitch };

struct Setting {
  const char* name;  // of the flag and, with '_' for '-', in the file
  SettingKind kind;
  const char* value_name;  // in the help
  const char* help;
  // Reads `values` (one, but for lists; of switches "true" or "false") into the configuration. Nothing if
  // that worked, else what is wrong with them.
  std::optional<std::string> (*apply)(const std::vector<std::string>& values, Config& config);
  bool reloads = false;  // a running server takes it up (reload.h)
};

std::span<const Setting> settings();

std::string environment_name(const Setting& setting);  // "STATOR_READY_FILE"
std::string file_key(const Setting& setting);          // "ready_file"

}  // namespace stator::server
