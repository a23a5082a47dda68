// What a server of this build could do at most: its event loop and HTTP code, answering each request with one
// of two fixed bodies. Prints its address, then serves until SIGTERM.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/block_on.h"
#include "base/byte_budget.h"
#include "base/event_loop_group.h"
#include "base/thread_pool.h"
#include "driver/item_text.h"
#include "net/server.h"

namespace {

using namespace stator;

constexpr std::string_view kContentType = "application/x-amz-json-1.0";
constexpr std::string_view kCrcHeader = "x-amz-crc32";
constexpr int kQueryItems = 25;
constexpr std::chrono::milliseconds kStopLimit{500};

// The answers to the driver's get and query.
struct Bodies {
  std::string get, query;

  Bodies() {
    const bench::ItemText text;
    bench::Random random(1);
    get = R"({"Item":)";
    text.append(get, 0, 0, random);
    get += '}';
    query = R"({"Count":25,"Items":[)";
    for (std::uint64_t i = 0; i < kQueryItems; ++i) {
      if (i > 0) query += ',';
      text.append(query, i, 0, random);
    }
    query += R"(],"ScannedCount":25})";
  }
};

base::Task<net::Response> answer(const Bodies& bodies, net::Request& request) {
  const bool is_query = request.header("x-amz-target").value_or("").ends_with("Query");
  net::Response response(200, kContentType, is_query ? bodies.query : bodies.get);
  response.crc32_header = kCrcHeader;
  co_return response;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Answers each request with a fixed body, as much as the event loop and the HTTP code can.");
  std::size_t threads = 1;
  std::uint16_t port = 0;
  app.add_option("--threads", threads, "event loops")->check(CLI::Range(1, 256));
  app.add_option("--port", port, "on 127.0.0.1");
  CLI11_PARSE(app, argc, argv);

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const Bodies bodies;
  base::EventLoopGroup loops(threads);
  base::ThreadPool pool(1);
  base::ByteBudget budget;
  loops.start();
  net::Server server(net::Options{}, loops, pool, budget,
                     [&](net::Request& request) { return answer(bodies, request); });
  const std::array addresses{net::ListenAddress{"127.0.0.1", port, false}};
  auto endpoints = server.listen(addresses);
  if (!endpoints.ok()) {
    fmt::print(stderr, "stator_bench_ceiling: {}\n", endpoints.error().message);
    return EXIT_FAILURE;
  }
  server.start();
  fmt::print("{}\n", endpoints->front().url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  if (!base::block_on(server.stop(kStopLimit))) std::_Exit(EXIT_SUCCESS);
  loops.stop();
  return EXIT_SUCCESS;
}
