#include "server/config.h"

#include <CLI/CLI.hpp>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "server/config_file.h"
#include "server/loopback.h"
#include "server/machine_memory.h"
#include "server/settings.h"

namespace stator::server {

namespace {

using base::Ok;
using Values = std::vector<std::string>;

// One source of settings: what it says, and how to name a setting of it in an error.
struct Layer {
  std::map<std::string, Values> values;  // by setting name
  std::function<std::string(const Setting&)> spelling;
};

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> items;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::size_t first = text.find_first_not_of(" \t", start);
    if (first < end) {
      const std::size_t last = text.find_last_not_of(" \t", end - 1);
      items.push_back(text.substr(first, last - first + 1));
    }
    start = end + 1;
  }
  return items;
}

std::optional<std::string> as_switch(std::string_view text) {
  if (text == "1" || text == "true" || text == "yes") return "true";
  if (text == "0" || text == "false" || text == "no" || text.empty()) return "false";
  return std::nullopt;
}

base::Result<Layer, ConfigError> read_environment(const ConfigSources& sources) {
  Layer layer;
  layer.spelling = environment_name;
  for (const Setting& setting : settings()) {
    const auto text = sources.environment(environment_name(setting));
    if (!text) continue;
    if (setting.kind == SettingKind::kList) {
      layer.values[setting.name] = split_list(*text);
    } else if (setting.kind == SettingKind::kSwitch) {
      const auto value = as_switch(*text);
      if (!value) return ConfigError{environment_name(setting) + ": '" + *text + "' is not true or false"};
      layer.values[setting.name] = {*value};
    } else {
      layer.values[setting.name] = {*text};
    }
  }
  return layer;
}

base::Result<Layer, ConfigError> read_file(const std::string& path) {
  auto content = read_config_file(path);
  if (!content.ok()) return ConfigError{std::move(content).error()};
  Layer layer;
  layer.values = std::move(content).value();
  layer.spelling = [path](const Setting& setting) { return path + ": " + file_key(setting); };
  return layer;
}

// `data` and `in-memory` answer the same question. The stronger source decides; one source must not say both.
base::Result<Ok, ConfigError> settle_in_memory(std::vector<Layer>& layers) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& values = layers[i].values;
    const auto in_memory = values.find("in-memory");
    const bool wants_memory = in_memory != values.end() && in_memory->second[0] == "true";
    if (!wants_memory && !values.contains("data")) continue;
    if (wants_memory && (values.contains("data") || values.contains("durability"))) {
      return ConfigError{"--in-memory keeps nothing, so it cannot be combined with --data or --durability"};
    }
    if (!wants_memory) {
      for (std::size_t weaker = i + 1; weaker < layers.size(); ++weaker)
        layers[weaker].values.erase("in-memory");
    }
    break;
  }
  return Ok{};
}

base::Result<Ok, ConfigError> apply_layers(const std::vector<Layer>& layers, Config& config) {
  for (const Setting& setting : settings()) {
    for (const Layer& layer : layers) {
      const auto found = layer.values.find(setting.name);
      if (found == layer.values.end()) continue;
      if (const auto problem = setting.apply(found->second, config)) {
        return ConfigError{layer.spelling(setting) + ": " + *problem};
      }
      break;
    }
  }
  return Ok{};
}

void use_default_addresses(Config& config) {
  for (const std::uint16_t port : {8000, 4566}) {
    config.listen.push_back({"127.0.0.1", port});
    config.listen.push_back({"::1", port, /*may_be_missing=*/true});
  }
}

base::Result<Ok, ConfigError> check_exposure(const Config& config) {
  if (config.insecure || config.strict_auth) return Ok{};
  for (const net::ListenAddress& address : config.listen) {
    if (is_loopback_host(address.host)) continue;
    return ConfigError{"--listen " + address.host +
                       ": other machines could reach this address, and nobody is asked who "
                       "he is; add --auth strict, or --insecure to allow that"};
  }
  return Ok{};
}

base::Result<Ok, ConfigError> check_root_key(const Config& config) {
  if (!config.strict_auth && !config.other_accounts.empty())
    return ConfigError{"--other-root-keys are verified with --auth strict only: add it"};
  if (!config.strict_auth) return Ok{};
  std::set<std::string> accounts{config.account}, ids{config.root_access_key_id};
  for (const OtherAccount& other : config.other_accounts) {
    if (!accounts.insert(other.account).second || !ids.insert(other.root_access_key_id).second)
      return ConfigError{"--other-root-keys: account " + other.account +
                         " or its key is there already: each account has one owner, with a key of his own"};
  }
  if (config.root_access_key_id.empty() || config.root_secret_access_key.empty()) {
    return ConfigError{
        "--auth strict needs the key of the account's owner: set STATOR_ROOT_ACCESS_KEY_ID and "
        "STATOR_ROOT_SECRET_ACCESS_KEY"};
  }
  if (config.shared_data)
    return ConfigError{
        "--shared-data shows the data of one account to all, so it cannot be combined with --auth strict"};
  return Ok{};
}

base::Result<Ok, ConfigError> check_tls(const Config& config) {
  if (config.tls_certificate.has_value() != config.tls_key.has_value())
    return ConfigError{"--tls-certificate and --tls-key need each other: name both files"};
  if (config.tls_certificate && config.tls_self_signed)
    return ConfigError{
        "--tls-self-signed makes a certificate, so it cannot be combined with --tls-certificate"};
  return Ok{};
}

// Declares the flags; what is given lands in `layer` after parsing.
class Flags {
 public:
  explicit Flags(CLI::App& app) {
    for (const Setting& setting : settings()) {
      const std::string flag = std::string("--") + setting.name;
      if (setting.kind == SettingKind::kSwitch) {
        options_.push_back(app.add_flag(flag, setting.help));
        continue;
      }
      CLI::Option* option = app.add_option(flag, setting.help)->type_name(setting.value_name);
      if (setting.kind == SettingKind::kList) {
        option->delimiter(',')->take_all()->expected(1)->allow_extra_args(false);
      }
      options_.push_back(option);
    }
  }

  Layer layer() const {
    Layer layer;
    layer.spelling = [](const Setting& setting) { return std::string("--") + setting.name; };
    for (std::size_t i = 0; i < options_.size(); ++i) {
      const Setting& setting = settings()[i];
      if (options_[i]->count() == 0) continue;
      layer.values[setting.name] =
          setting.kind == SettingKind::kSwitch ? Values{"true"} : Values(options_[i]->results());
    }
    return layer;
  }

 private:
  std::vector<CLI::Option*> options_;
};

std::map<std::string, Values> strongest(const std::vector<Layer>& layers) {
  std::map<std::string, Values> given;
  for (const Layer& layer : layers) given.insert(layer.values.begin(), layer.values.end());
  return given;
}

base::Result<Ok, ConfigError> make_config(Layer flags, std::string config_file, const ConfigSources& sources,
                                          CommandLine* line) {
  std::vector<Layer> layers;  // the strongest first
  layers.push_back(std::move(flags));
  STATOR_ASSIGN(Layer environment, read_environment(sources));
  layers.push_back(std::move(environment));
  if (config_file.empty()) config_file = sources.environment("STATOR_CONFIG").value_or("");
  if (!config_file.empty()) {
    STATOR_ASSIGN(Layer file, read_file(config_file));
    layers.push_back(std::move(file));
  }

  Config& config = line->config;
  config.threads = std::max<std::size_t>(sources.cores, 1);
  config.memory_bytes = default_memory(sources.memory_bytes);
  STATOR_TRY(settle_in_memory(layers));
  STATOR_TRY(apply_layers(layers, config));
  if (config.listen.empty()) use_default_addresses(config);
  STATOR_TRY(check_exposure(config));
  STATOR_TRY(check_root_key(config));
  STATOR_TRY(check_tls(config));
  line->given = strongest(layers);
  return Ok{};
}

// Which data folder a command works on: by the flag, else as the server would find it.
base::Result<std::string, ConfigError> find_data_folder(const std::string& flag, std::string config_file,
                                                        const ConfigSources& sources) {
  if (!flag.empty()) return flag;
  if (const auto named = sources.environment("STATOR_DATA")) return *named;
  if (config_file.empty()) config_file = sources.environment("STATOR_CONFIG").value_or("");
  if (!config_file.empty()) {
    STATOR_ASSIGN(const Layer file, read_file(config_file));
    const auto named = file.values.find("data");
    if (named != file.values.end()) return named->second[0];
  }
  return Config().data_folder;
}

// The commands on data folders: `stator check`, `stator backup`, `stator restore`.
struct FolderCommand {
  CLI::App* app = nullptr;
  std::string data_folder;
  std::string config_file;
  std::string backup;

  void add_data(const char* help) { app->add_option("--data", data_folder, help)->type_name("DIR"); }
  void add_config() {
    app->add_option("--config", config_file, "TOML file that names it")->type_name("FILE");
  }
  void add_backup(const char* name, const char* help) {
    app->add_option(name, backup, help)->required()->type_name("");
  }
};

}  // namespace

std::optional<std::size_t> parse_size(std::string_view text) {
  static constexpr std::pair<std::string_view, int> kUnits[] = {
      {"", 0},    {"B", 0},    {"K", 10}, {"KB", 10}, {"KIB", 10}, {"M", 20},
      {"MB", 20}, {"MIB", 20}, {"G", 30}, {"GB", 30}, {"GIB", 30}};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  std::string unit(end, text.data() + text.size());
  for (char& c : unit) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  for (const auto& [name, shift] : kUnits) {
    if (unit != name) continue;
    if (number > (std::uint64_t{1} << 50) >> shift) return std::nullopt;
    return number << shift;
  }
  return std::nullopt;
}

base::Result<CommandLine, ConfigError> parse_command_line(const std::vector<std::string>& arguments,
                                                          const ConfigSources& sources) {
  CLI::App app("Stator: a database that speaks the Amazon DynamoDB API", "stator");
  app.set_help_flag("--help,-h", "show this text");
  bool version_flag = false;
  app.add_flag("--version", version_flag, "show the version");
  CLI::App* serve = app.add_subcommand("serve", "run the server");
  FolderCommand check{app.add_subcommand("check", "verify a data folder that no server uses"), {}, {}, {}};
  check.add_data("the folder (default: ./stator-data)");
  check.add_config();
  FolderCommand backup{
      app.add_subcommand("backup", "copy a data folder, also while a server uses it"), {}, {}, {}};
  backup.add_backup("DEST", "the folder to make");
  backup.add_data("the data folder (default: ./stator-data)");
  backup.add_config();
  FolderCommand restore{app.add_subcommand("restore", "make a data folder of a backup"), {}, {}, {}};
  restore.add_backup("BACKUP", "the folder that stator backup made");
  restore.add_data("the data folder to make");
  restore.app->get_option("--data")->required();
  CLI::App* operations =
      app.add_subcommand("operations", "list all operations and whether they are there, as Markdown");
  CLI::App* messages =
      app.add_subcommand("messages", "list all messages to users with their sources, as Markdown");
  CLI::App* version = app.add_subcommand("version", "show the version");
  CLI::App* help = app.add_subcommand("help", "show this text");
  std::string config_file;
  serve
      ->add_option("--config", config_file,
                   "TOML file with settings; flags and STATOR_* variables are stronger")
      ->type_name("FILE");
  const Flags flags(*serve);

  CommandLine line;
  // Asked before parsing: afterwards CLI11 answers for the subcommand.
  const std::string whole_help = app.help("", CLI::AppFormatMode::All);
  CLI::App* const documented[] = {serve, check.app, backup.app, restore.app};
  std::map<const CLI::App*, std::string> helps;
  for (CLI::App* each : documented) helps[each] = each->help(app.get_name());
  auto asked_help = [&] {
    for (CLI::App* each : documented)
      if (each->parsed()) return helps[each];
    return whole_help;
  };
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    line.help = asked_help();
    return line;
  } catch (const CLI::ParseError& error) {
    if (help->parsed()) {  // `stator help backup` lacks what the command wants
      line.help = asked_help();
      return line;
    }
    return ConfigError{std::string(error.what()) + " (see stator help)"};
  }
  if (help->parsed()) {  // also as `stator help serve`, which must not serve
    line.help = asked_help();
  } else if (version_flag || version->parsed()) {
    line.command = Command::kVersion;
  } else if (operations->parsed()) {
    line.command = Command::kOperations;
  } else if (messages->parsed()) {
    line.command = Command::kMessages;
  } else if (serve->parsed()) {
    line.command = Command::kServe;
    STATOR_TRY(make_config(flags.layer(), config_file, sources, &line));
  } else if (check.app->parsed() || backup.app->parsed() || restore.app->parsed()) {
    const FolderCommand& given = check.app->parsed() ? check : backup.app->parsed() ? backup : restore;
    line.command = check.app->parsed()    ? Command::kCheck
                   : backup.app->parsed() ? Command::kBackup
                                          : Command::kRestore;
    line.backup = given.backup;
    STATOR_ASSIGN(line.data_folder, find_data_folder(given.data_folder, given.config_file, sources));
  } else {
    line.help = whole_help;
  }
  return line;
}

}  // namespace stator::server
