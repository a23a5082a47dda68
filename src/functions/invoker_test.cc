#include "functions/invoker.h"

#include "functions/invoker_fixture.h"

namespace stator::functions {
namespace {

using base::block_on;

class InvokerTest : public InvokerFixture {};

// Else clients that go on invoking would keep a server that stops running. An invoker with work in the
// background cannot be destroyed.
TEST_F(InvokerTest, AnEventOfAServerThatStopsWaitsForTheNextOne) {
  block_on(invoker_.stop());
  EXPECT_TRUE(block_on(invoker_.invoke_later({"000000000000", "us-east-1"}, "function", {"{}"})).ok());
  EXPECT_EQ(1u, block_on(events_.list())->size());
}

}  // namespace
}  // namespace stator::functions
