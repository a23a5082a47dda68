#include "server/config_file.h"

#include <cerrno>
#include <cstring>
#include <optional>

#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include "base/file_text.h"
#include "server/settings.h"

namespace stator::server {

namespace {

const Setting* find_setting(std::string_view key) {
  for (const Setting& setting : settings()) {
    if (file_key(setting) == key) return &setting;
  }
  return nullptr;
}

// A value as a flag would have it; nothing if it has the wrong type.
std::optional<std::string> scalar_text(const toml::node& node, SettingKind kind) {
  if (kind == SettingKind::kSwitch) {
    if (!node.is_boolean()) return std::nullopt;
    return node.as_boolean()->get() ? "true" : "false";
  }
  if (node.is_string()) return node.as_string()->get();
  if (node.is_integer()) return std::to_string(node.as_integer()->get());
  return std::nullopt;
}

std::optional<std::vector<std::string>> values_of(const toml::node& node, SettingKind kind) {
  std::vector<std::string> values;
  if (kind != SettingKind::kList || !node.is_array()) {
    auto text = scalar_text(node, kind);
    if (!text) return std::nullopt;
    values.push_back(*std::move(text));
    return values;
  }
  for (const toml::node& element : *node.as_array()) {
    auto text = scalar_text(element, kind);
    if (!text) return std::nullopt;
    values.push_back(*std::move(text));
  }
  return values;
}

std::string_view expected(SettingKind kind) {
  switch (kind) {
    case SettingKind::kSwitch:
      return "true or false";
    case SettingKind::kList:
      return "a list of strings";
    case SettingKind::kValue:
      break;
  }
  return "a string or a number";
}

}  // namespace

base::Result<std::map<std::string, std::vector<std::string>>, std::string> read_config_file(
    const std::string& path) {
  const auto content = base::read_file_text(path);
  if (!content) return "cannot read the configuration file " + path + ": " + std::strerror(errno);

  toml::table table;
  try {
    table = toml::parse(*content);
  } catch (const toml::parse_error& error) {
    return path + ", line " + std::to_string(error.source().begin.line) + ": " +
           std::string(error.description());
  }
  std::map<std::string, std::vector<std::string>> settings;
  for (const auto& [key, node] : table) {
    const Setting* setting = find_setting(key.str());
    if (setting == nullptr) return path + ": there is no setting '" + std::string(key.str()) + "'";
    auto values = values_of(node, setting->kind);
    if (!values)
      return path + ": " + std::string(key.str()) + " has to be " + std::string(expected(setting->kind));
    settings[setting->name] = *std::move(values);
  }
  return settings;
}

}  // namespace stator::server
