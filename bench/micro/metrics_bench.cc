// What counting costs a request.
#include <benchmark/benchmark.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "metrics/request_metrics.h"

namespace stator::metrics {
namespace {

// All that is done for a GetItem: the record, two looks at the clock, and the counts of its table.
void count_requests(benchmark::State& state, RequestMetrics& metrics) {
  const base::Clock& clock = base::Clock::system();
  std::uint32_t table = 0;
  const auto tables = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    RequestRecord record;
    const std::int64_t begun = clock.steady_nanos();
    record.service = "dynamodb";
    record.operation = "GetItem";
    table = table % tables + 1;
    record.touch(table, "orders");
    record.consume("orders", 0.5, 0);
    record.request_bytes = 100;
    record.response_bytes = 1000;
    metrics.add({record, std::chrono::nanoseconds(clock.steady_nanos() - begun), 200, "ID", "127.0.0.1:1"});
    benchmark::DoNotOptimize(record);
  }
}

base::Task<> on_loop(base::EventLoop& loop, benchmark::State& state, RequestMetrics& metrics) {
  co_await base::switch_to(loop);
  count_requests(state, metrics);
}

void BM_CountRequest(benchmark::State& state) {
  base::EventLoopGroup loops(2);
  std::unordered_map<std::uint32_t, TableLabels> tables;
  for (std::uint32_t id = 1; id <= static_cast<std::uint32_t>(state.range(0)); ++id)
    tables[id] = {"000000000000", "eu-west-1", "t" + std::to_string(id)};
  RequestMetrics metrics(loops, [&tables] { return tables; });
  loops.start();
  base::block_on(on_loop(loops[1], state, metrics));
}
BENCHMARK(BM_CountRequest)->Arg(1)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace stator::metrics
