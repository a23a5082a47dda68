#include "base/clock.h"
#include "storage/engine_contract.h"
#include "storage/memory/memory_engine.h"

namespace stator::storage {
namespace {

class MemoryUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }

 private:
  MemoryEngine engine_{base::Clock::system()};
};

INSTANTIATE_TEST_SUITE_P(Memory, EngineContract,
                         testing::Values(EngineKind{"memory",
                                                    [] { return std::make_unique<MemoryUnderTest>(); }}),
                         kind_name);

}  // namespace
}  // namespace stator::storage
