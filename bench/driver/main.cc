// The load driver: measures a server that speaks the DynamoDB API and prints one line of JSON.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "driver/disk_sync.h"
#include "driver/first_answer.h"
#include "driver/load.h"
#include "driver/process_stats.h"
#include "driver/result_json.h"

namespace {

using namespace stator::bench;

constexpr int kUsageError = 2;

Load* running = nullptr;  // for the signal handler

int fail(const std::string& message, int code = EXIT_FAILURE) {
  fmt::print(stderr, "stator_bench_driver: {}\n", message);
  return code;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// "get:64", "get:64@1000".
bool parse_group(std::string text, GroupOptions& group) {
  if (const auto at = text.find('@'); at != text.npos) {
    group.rate = std::strtod(text.c_str() + at + 1, nullptr);
    if (group.rate <= 0) return false;
    text.resize(at);
  }
  const auto colon = text.find(':');
  if (colon == text.npos) return false;
  group.name = text.substr(0, colon);
  const auto parsed = std::from_chars(text.data() + colon + 1, text.data() + text.size(), group.connections);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && group.connections > 0;
}

int run_load(LoadOptions options, Dataset& dataset) {
  Load load(std::move(options), dataset);
  running = &load;
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, [](int) { running->stop(); });
  }
  auto result = load.run();
  if (!result.ok()) return fail(result.error());
  fmt::print("{}\n", result_json(*result));
  return EXIT_SUCCESS;
}

int run_sync(const std::string& folder, double seconds) {
  auto result = measure_disk_sync(folder, seconds);
  if (!result.ok()) return fail(result.error());
  fmt::print("{}\n", result_json(*result));
  return EXIT_SUCCESS;
}

int run_start(std::uint16_t port, const std::vector<std::string>& command) {
  auto result = measure_first_answer(loopback(port), command);
  if (!result.ok()) return fail(result.error());
  fmt::print(R"({{"milliseconds":{:.3f},"resident_bytes":{}}})"
             "\n",
             result->milliseconds, result->resident_bytes);
  return EXIT_SUCCESS;
}

std::string workload_help() {
  std::string text = "Workloads:\n";
  for (const WorkloadName& workload : workload_names()) {
    text += fmt::format("  {:<14} {}\n", workload.name, workload.meaning);
  }
  return text +
         "  idle           one get, then an open connection\n"
         "  slow_send      a put, 100 bytes a second\n"
         "  slow_read      a page of 1 MB, read 100 bytes a second\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures a server on 127.0.0.1 that speaks the DynamoDB API.");
  app.require_subcommand(1);
  std::uint16_t port = 0;
  int cpu = -1;

  LoadOptions options;
  Dataset dataset;
  std::vector<std::string> groups;
  CLI::App* load = app.add_subcommand("load", "measure workloads, together");
  load->add_option("--port", port)->required();
  load->add_option("--group", groups, "WORKLOAD:CONNECTIONS[@REQUESTS_A_SECOND]; may be repeated")
      ->required();
  load->add_option("--seconds", options.seconds, "0: until a workload ends, SIGINT or SIGTERM");
  load->add_option("--warm-up", options.warm_up_seconds, "seconds before, whose answers are looked at");
  load->add_option("--items", dataset.items, "in table bench; a multiple of 100");
  load->add_option("--write-keys", dataset.write_keys, "from which writes pick");
  load->add_option("--load-from", dataset.next_to_load, "the first item that load workloads write");
  load->add_option("--load-to", dataset.load_end, "one past the last one");
  load->add_option("--expires-at", dataset.expires_at, "Unix seconds");
  load->add_option("--series", options.series_seconds, "figures of each so many seconds, too");
  load->add_flag("--tls", options.tls, "whatever the server's certificate is");
  load->add_option("--hot-items", dataset.hot_items, "only so many of the items are named, evenly apart");
  load->add_option("--seed", options.seed);
  load->add_option("--pid", options.server_pid, "the server's process, for its CPU time and memory");
  load->add_option("--cpu", cpu, "stay on this CPU");
  load->footer(workload_help());

  std::vector<std::string> command;
  CLI::App* start = app.add_subcommand("start", "time from exec to the first answer");
  start->add_option("--port", port)->required();
  start->add_option("--cpu", cpu, "stay on this CPU; the server, too");
  start->add_option("command", command, "the server's command line, after --")->required();

  std::string folder;
  CLI::App* sync = app.add_subcommand("sync", "time of fdatasync after 1 KB was appended to a file");
  sync->add_option("--folder", folder, "where the file is made")->required();
  sync->add_option("--seconds", options.seconds)->required();
  sync->add_option("--cpu", cpu, "stay on this CPU");

  CLI11_PARSE(app, argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  if (cpu >= 0 && !stay_on_cpu(cpu)) return fail(fmt::format("cannot stay on CPU {}", cpu), kUsageError);
  if (*start) return run_start(port, command);
  if (*sync) return run_sync(folder, options.seconds);

  for (const std::string& text : groups) {
    if (!parse_group(text, options.groups.emplace_back())) {
      return fail(text + ": is not WORKLOAD:CONNECTIONS[@REQUESTS_A_SECOND]", kUsageError);
    }
  }
  if (dataset.items < kItemsPerPartition || dataset.items % kItemsPerPartition != 0) {
    return fail("--items must be a multiple of 100", kUsageError);
  }
  if (dataset.hot_items != 0 &&
      (dataset.hot_items % kItemsPerPartition != 0 || dataset.items % dataset.hot_items != 0)) {
    return fail("--hot-items must be a multiple of 100 that divides --items", kUsageError);
  }
  dataset.next_revision = static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count());
  options.address = loopback(port);
  options.host = fmt::format("127.0.0.1:{}", port);
  return run_load(std::move(options), dataset);
}
