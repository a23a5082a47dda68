#include "server/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>

#include "server/loopback.h"
#include "server/reload.h"

namespace stator::server {
namespace {

using storage::Durability;

class ConfigTest : public testing::Test {
 protected:
  ~ConfigTest() override { std::remove(file_.c_str()); }

  base::Result<CommandLine, ConfigError> parse(std::vector<std::string> arguments) {
    ConfigSources sources;
    sources.cores = 3;
    sources.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    };
    return parse_command_line(arguments, sources);
  }
  Config serve(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "serve");
    auto line = parse(std::move(arguments));
    EXPECT_TRUE(line.ok()) << line.error().message;
    if (!line.ok()) return {};
    EXPECT_EQ(line->command, Command::kServe);
    return line->config;
  }
  std::string error_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "serve");
    auto line = parse(std::move(arguments));
    EXPECT_FALSE(line.ok());
    if (line.ok()) return "";
    EXPECT_EQ(line.error().message.find('\n'), std::string::npos) << line.error().message;
    return line.error().message;
  }
  void write_file(const std::string& content) { std::ofstream(file_) << content; }

  std::map<std::string, std::string> environment_;
  const std::string file_ = testing::TempDir() + "stator-config-" + std::to_string(getpid()) + ".toml";
};

TEST_F(ConfigTest, Defaults) {
  const Config config = serve({});
  ASSERT_EQ(config.listen.size(), 4u);
  EXPECT_EQ(config.listen[0], (net::ListenAddress{"127.0.0.1", 8000}));
  EXPECT_EQ(config.listen[3], (net::ListenAddress{"::1", 4566, true}));
  EXPECT_EQ(config.durability, Durability::kFull);
  EXPECT_EQ(config.data_folder, "./stator-data");
  EXPECT_EQ(config.region, "us-east-1");
  EXPECT_EQ(config.account, "000000000000");
  EXPECT_EQ(config.threads, 3u);
  EXPECT_EQ(config.memory_bytes, 256u << 20) << "an eighth of the machine's";
  EXPECT_FALSE(config.ready_file || config.shared_data || config.insecure);
}

TEST_F(ConfigTest, Flags) {
  const Config config = serve({"--listen",
                               "127.0.0.1:0",
                               "--listen=[::1]:9000",
                               "--data",
                               "/d",
                               "--durability",
                               "relaxed",
                               "--region",
                               "eu-west-1",
                               "--account",
                               "123456789012",
                               "--threads",
                               "2",
                               "--ready-file",
                               "r",
                               "--shared-data",
                               "--console",
                               "off",
                               "--cors-origins",
                               "https://a.example,https://b.example:81",
                               "--allowed-hosts",
                               "db,*.lan",
                               "--log-level",
                               "debug",
                               "--memory",
                               "64MB",
                               "--ttl-delay",
                               "90",
                               "--stream-shard-lifetime",
                               "86400",
                               "--capacity",
                               "enforced"});
  ASSERT_EQ(config.listen.size(), 2u);
  EXPECT_EQ(config.listen[1], (net::ListenAddress{"::1", 9000}));
  EXPECT_EQ(config.data_folder, "/d");
  EXPECT_EQ(config.durability, Durability::kRelaxed);
  EXPECT_EQ(config.region, "eu-west-1");
  EXPECT_EQ(config.account, "123456789012");
  EXPECT_EQ(config.threads, 2u);
  EXPECT_EQ(config.ready_file, "r");
  EXPECT_TRUE(config.shared_data);
  EXPECT_FALSE(config.console);
  EXPECT_EQ(config.cors_origins, (std::vector<std::string>{"https://a.example", "https://b.example:81"}));
  EXPECT_EQ(config.allowed_hosts, (std::vector<std::string>{"db", "*.lan"}));
  EXPECT_EQ(config.log_level, base::LogLevel::kDebug);
  EXPECT_EQ(config.memory_bytes, 64u << 20);
  EXPECT_EQ(config.ttl_delay, std::chrono::seconds(90));
  EXPECT_EQ(config.stream_shard_lifetime, std::chrono::hours(24));
  EXPECT_TRUE(config.enforce_capacity);
}

TEST_F(ConfigTest, FlagsBeatEnvironmentBeatsFile) {
  write_file(
      "region = 'file-1'\naccount = '111111111111'\nthreads = 7\nlisten = ['127.0.0.1:1', '127.0.0.1:2']\n"
      "shared_data = true\n");
  environment_ = {
      {"STATOR_CONFIG", file_}, {"STATOR_REGION", "environment-1"}, {"STATOR_ACCOUNT", "222222222222"}};
  const Config config = serve({"--region", "flag-1"});
  EXPECT_EQ(config.region, "flag-1");
  EXPECT_EQ(config.account, "222222222222");
  EXPECT_EQ(config.threads, 7u);
  EXPECT_EQ(config.listen.size(), 2u);
  EXPECT_TRUE(config.shared_data);
}

TEST_F(ConfigTest, CapacityIsAccountedUnlessItIsEnforced) {
  EXPECT_FALSE(serve({}).enforce_capacity);
  write_file("capacity = 'enforced'\n");
  EXPECT_TRUE(serve({"--config", file_}).enforce_capacity);
  environment_ = {{"STATOR_CONFIG", file_}, {"STATOR_CAPACITY", "accounted"}};
  EXPECT_FALSE(serve({}).enforce_capacity);
}

TEST_F(ConfigTest, EnvironmentListsAndSwitches) {
  environment_ = {
      {"STATOR_LISTEN", "127.0.0.1:1, [::1]:2"}, {"STATOR_SHARED_DATA", "1"}, {"STATOR_INSECURE", "no"}};
  const Config config = serve({});
  ASSERT_EQ(config.listen.size(), 2u);
  EXPECT_EQ(config.listen[1].host, "::1");
  EXPECT_TRUE(config.shared_data);
  EXPECT_FALSE(config.insecure);
  environment_ = {{"STATOR_INSECURE", "maybe"}};
  EXPECT_EQ(error_of({}), "STATOR_INSECURE: 'maybe' is not true or false");
}

TEST_F(ConfigTest, TheStrongerOfDataAndInMemoryWins) {
  EXPECT_EQ(serve({"--in-memory"}).durability, Durability::kNone);
  write_file("data = '/d'\ndurability = 'relaxed'\n");
  EXPECT_EQ(serve({"--config", file_, "--in-memory"}).durability, Durability::kNone);
  write_file("in_memory = true\n");
  EXPECT_EQ(serve({"--config", file_}).durability, Durability::kNone);
  EXPECT_EQ(serve({"--config", file_, "--data", "/d"}).durability, Durability::kFull);
  EXPECT_NE(error_of({"--in-memory", "--data", "/d"}).find("--in-memory"), std::string::npos);
}

TEST_F(ConfigTest, StrictNeedsTheOwnersKey) {
  EXPECT_FALSE(serve({}).strict_auth);
  EXPECT_FALSE(serve({"--auth", "lax"}).strict_auth);
  EXPECT_NE(error_of({"--auth", "some"}).find("'some' is not lax or strict"), std::string::npos);
  EXPECT_NE(error_of({"--auth", "strict"}).find("STATOR_ROOT_ACCESS_KEY_ID"), std::string::npos);
  EXPECT_NE(error_of({"--auth", "strict", "--root-access-key-id", "A"}).find("STATOR_ROOT_SECRET_ACCESS_KEY"),
            std::string::npos);
  const std::vector<std::string> strict = {
      "--auth", "strict", "--root-access-key-id", "OWNER", "--root-secret-access-key", "12345678"};
  const Config config = serve(strict);
  EXPECT_TRUE(config.strict_auth);
  EXPECT_EQ(config.root_access_key_id, "OWNER");
  EXPECT_EQ(config.root_secret_access_key, "12345678");
  std::vector<std::string> open = strict;
  open.insert(open.end(), {"--listen", "0.0.0.0:8000"});
  EXPECT_EQ(serve(open).listen.size(), 1u);
  std::vector<std::string> shared = strict;
  shared.push_back("--shared-data");
  EXPECT_NE(error_of(shared).find("--shared-data"), std::string::npos);
  const std::string refused = error_of({"--root-secret-access-key", "short"});
  EXPECT_NE(refused.find("8 to 128 characters"), std::string::npos);
  EXPECT_EQ(refused.find("short"), std::string::npos);  // a secret is not repeated
  EXPECT_FALSE(error_of({"--root-access-key-id", "a/b"}).empty());
}

TEST_F(ConfigTest, OtherAccountsHaveOwnersOfTheirOwn) {
  const std::vector<std::string> strict = {
      "--auth", "strict", "--root-access-key-id", "OWNER", "--root-secret-access-key", "12345678"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), strict.begin(), strict.end());
    return more;
  };
  const Config config =
      serve(with({"--other-root-keys", "222222222222:TWO:abcdefgh,333333333333:THREE:with:colon"}));
  ASSERT_EQ(config.other_accounts.size(), 2u);
  EXPECT_EQ(config.other_accounts[0].account, "222222222222");
  EXPECT_EQ(config.other_accounts[0].root_access_key_id, "TWO");
  EXPECT_EQ(config.other_accounts[1].root_secret_access_key, "with:colon");
  const std::pair<const char*, const char*> cases[] = {
      {"222222222222:TWO", "ACCOUNT:ID:SECRET"},
      {"22:TWO:abcdefgh", "'22' is no account"},
      {"222222222222:a/b:abcdefgh", "'a/b' is no access key id"},
      {"222222222222:TWO:short", "the secret of 222222222222"},
      {"000000000000:TWO:abcdefgh", "account 000000000000"},
      {"222222222222:OWNER:abcdefgh", "account 222222222222"},
  };
  for (const auto& [value, text] : cases) {
    const std::string refused = error_of(with({"--other-root-keys", value}));
    EXPECT_NE(refused.find(text), std::string::npos) << refused;
    EXPECT_EQ(refused.find("abcdefgh"), std::string::npos);  // a secret is not repeated
  }
  EXPECT_NE(error_of({"--other-root-keys", "222222222222:TWO:abcdefgh"}).find("--auth strict"),
            std::string::npos);
}

TEST_F(ConfigTest, OtherMachinesNeedInsecure) {
  for (const char* address : {"0.0.0.0:8000", "*:8000", "[::]:8000", "192.168.1.2:80", "example.com:80"}) {
    EXPECT_NE(error_of({"--listen", "127.0.0.1:1", "--listen", address}).find("--insecure"),
              std::string::npos);
    EXPECT_EQ(serve({"--insecure", "--listen", address}).listen.size(), 1u);
    EXPECT_TRUE(serve({"--insecure", "--insecure-lambda", "--listen", address}).insecure_lambda);
  }
  for (const char* address : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"})
    serve({"--listen", address});
}

TEST_F(ConfigTest, MistakesAreNamed) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"--listen", "8000"}, "--listen: "},
      {{"--durability", "none"}, "--durability: 'none' is not full or relaxed"},
      {{"--account", "12"}, "--account: '12' is not a number of twelve digits"},
      {{"--threads", "two"}, "--threads: 'two'"},
      {{"--region", "Mars!"}, "--region: 'Mars!'"},
      {{"--memory", "1KB"}, "--memory: '1KB'"},
      {{"--ttl-delay", "-1"}, "--ttl-delay: '-1'"},
      {{"--capacity", "on"}, "--capacity: 'on' is not accounted or enforced"},
      {{"--cors-origins", "example.com"}, "--cors-origins: 'example.com'"},
      {{"--console", "maybe"}, "--console: 'maybe' is not on or off"},
      {{"--log-level", "loud"}, "--log-level: 'loud'"},
      {{"--nonsense"}, "--nonsense"},
      {{"--config", "/no/such/file"}, "/no/such/file"},
  };
  for (const auto& [arguments, text] : cases) {
    EXPECT_NE(error_of(arguments).find(text), std::string::npos) << error_of(arguments);
  }
}

TEST_F(ConfigTest, NumbersHaveLimits) {
  struct Case {
    const char* flag;
    const char* last;
    const char* beyond;
    const char* text;
  };
  const Case cases[] = {
      {"--threads", "1", "0", "'0' is not a number from 1 to 256"},
      {"--threads", "256", "257", "'257' is not a number from 1 to 256"},
      {"--memory", "8MB", "8388607", "'8388607' is not a size of at least 8MB"},
      {"--ttl-delay", "604800", "604801", "'604801' is not a number of seconds from 0 to 604800"},
      {"--stream-shard-lifetime", "1", "0", "'0' is not a number of seconds from 1 to 86400"},
      {"--stream-shard-lifetime", "86400", "86401", "'86401' is not a number of seconds from 1 to 86400"},
      {"--slow-request", "3600000", "3600001", "'3600001' is not a number of milliseconds from 0 to 3600000"},
  };
  for (const Case& each : cases) {
    serve({each.flag, each.last});
    const std::string error = error_of({each.flag, each.beyond});
    EXPECT_NE(error.find(std::string(each.flag) + ": " + each.text), std::string::npos) << error;
  }
}

TEST_F(ConfigTest, NamesAndSecretsHaveLimits) {
  struct Case {
    const char* flag;
    std::size_t last;
    std::size_t beyond;
    const char* text;
  };
  const Case cases[] = {
      {"--region", 64, 65, "is no region name"},
      {"--root-access-key-id", 128, 129, "is no access key id"},
      {"--root-secret-access-key", 8, 7, "a secret has 8 to 128 characters"},
      {"--root-secret-access-key", 128, 129, "a secret has 8 to 128 characters"},
  };
  for (const Case& each : cases) {
    serve({each.flag, std::string(each.last, 'a')});
    const std::string error = error_of({each.flag, std::string(each.beyond, 'a')});
    EXPECT_NE(error.find(each.text), std::string::npos) << error;
  }
}

TEST_F(ConfigTest, MistakesInTheFileAreNamed) {
  const std::pair<std::string, std::string> cases[] = {
      {"region = ", ", line 1: "},
      {"reigon = 'a'", "there is no setting 'reigon'"},
      {"insecure = 'yes'", "insecure has to be true or false"},
      {"region = 1.5", "region has to be a string or a number"},
      {"listen = [true]", "listen has to be a list of strings"},
      {"threads = 0", "threads: '0'"},
  };
  for (const auto& [content, text] : cases) {
    write_file(content);
    const std::string error = error_of({"--config", file_});
    EXPECT_NE(error.find(text), std::string::npos) << error;
    EXPECT_NE(error.find(file_), std::string::npos) << error;
  }
}

TEST_F(ConfigTest, Commands) {
  EXPECT_EQ(parse({"--version"})->command, Command::kVersion);
  EXPECT_EQ(parse({"version"})->command, Command::kVersion);
  EXPECT_EQ(parse({"operations"})->command, Command::kOperations);
  EXPECT_EQ(parse({"messages"})->command, Command::kMessages);
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"help"},
                                                    {"--help"},
                                                    {"serve", "--help"},
                                                    {"help", "serve"},
                                                    {"serve", "help"}}) {
    auto line = parse(arguments);
    ASSERT_TRUE(line.ok());
    EXPECT_EQ(line->command, Command::kHelp);
    EXPECT_NE(line->help.find("--ready-file"), std::string::npos);
  }
  EXPECT_FALSE(parse({"dance"}).ok());
}

TEST_F(ConfigTest, EveryCommandOnFoldersIsExplained) {
  for (const std::string command : {"check", "backup", "restore"}) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"help", command}, {command, "--help"}}) {
      auto line = parse(arguments);
      ASSERT_TRUE(line.ok()) << command;
      EXPECT_EQ(line->command, Command::kHelp);
      EXPECT_NE(line->help.find("Usage: stator " + command), std::string::npos) << line->help;
    }
  }
  EXPECT_FALSE(parse({"backup"}).ok());
}

TEST(ParseSize, Units) {
  EXPECT_EQ(parse_size("4096"), 4096u);
  EXPECT_EQ(parse_size("64mb"), 64u << 20);
  EXPECT_EQ(parse_size("2GiB"), 2ull << 30);
  for (const char* bad : {"", "MB", "-1", "1.5GB", "1TB ", "99999999999G"})
    EXPECT_EQ(parse_size(bad), std::nullopt);
}

TEST(LoopbackHost, Cases) {
  for (const char* host : {"localhost", "127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1"}) {
    EXPECT_TRUE(is_loopback_host(host)) << host;
  }
  for (const char* host :
       {"", "*", "0.0.0.0", "::", "127.0.0.1.example.com", "127.1", "localhost.example.com", "1.2.3.4"}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

TEST_F(ConfigTest, LogAndMetrics) {
  const Config config =
      serve({"--log-format", "json", "--slow-request", "250", "--metrics-listen", "[::1]:9100"});
  EXPECT_EQ(config.log_format, base::LogFormat::kJson);
  EXPECT_EQ(config.slow_request, std::chrono::milliseconds(250));
  EXPECT_EQ(config.metrics_listen, (net::ListenAddress{"::1", 9100}));
  EXPECT_NE(error_of({"--slow-request", "1s"}).find("--slow-request"), std::string::npos);
  EXPECT_NE(error_of({"--log-format", "xml"}).find("xml"), std::string::npos);
  EXPECT_NE(error_of({"--metrics-listen", "9100"}).find("--metrics-listen"), std::string::npos);
}

TEST_F(ConfigTest, WhatARunningServerTakesUp) {
  write_file("log_level = 'info'\nallowed_hosts = ['a.lan']\nmemory = '64MB'\n");
  const auto running = parse({"serve", "--config", file_, "--region", "eu-west-1"});
  ASSERT_TRUE(running.ok());
  EXPECT_TRUE(compare(*running, *running).taken_up.empty());

  write_file("log_level = 'error'\nslow_request = 10\nmemory = '128MB'\nregion = 'us-east-1'\n");
  const auto wanted = parse({"serve", "--config", file_, "--region", "eu-west-1"});
  ASSERT_TRUE(wanted.ok());
  const Changes changes = compare(*running, *wanted);
  EXPECT_EQ(changes.taken_up, (std::vector<std::string>{"--allowed-hosts", "--log-level", "--slow-request"}));
  EXPECT_EQ(changes.need_restart, (std::vector<std::string>{"--memory"}))
      << "a flag is stronger than the file";

  const CommandLine next = take_up(*running, *wanted);
  EXPECT_EQ(next.config.log_level, base::LogLevel::kError);
  EXPECT_TRUE(next.config.allowed_hosts.empty());
  EXPECT_EQ(next.config.memory_bytes, 64u << 20);
  EXPECT_TRUE(compare(next, *wanted).taken_up.empty());
  EXPECT_EQ(compare(next, *wanted).need_restart, (std::vector<std::string>{"--memory"}));
}

}  // namespace
}  // namespace stator::server
