// Any text as a form of the Query protocol, read as the request that its first byte chooses: refused with a
// message, or read, and its constraints checked.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/percent.h"
#include "aws/protocol/constraints.h"
#include "aws/protocol/form.h"
#include "aws/protocol/uri.h"
#include "base/check.h"
#include "fuzz_input.h"
#include "services/iam/shapes/managed_policies.h"
#include "services/iam/shapes/principals.h"

using namespace stator::aws::protocol;
using namespace stator::services::iam;

namespace {

template <typename Request>
void read(const Form& form, const Structure& structure) {
  Request request;
  const auto done = form.read(structure, &request);
  if (!done.ok()) {
    STATOR_CHECK(stator::fuzz::is_message(done.error().message, {}));
    return;
  }
  const auto checked = check_constraints(structure, &request);
  STATOR_CHECK(checked.ok() || stator::fuzz::is_message(checked.error().message, {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::fuzz::Input input(data, size);
  const unsigned kind = input.byte() % 4;
  const std::string_view text = input.rest();
  const Form form(text);
  form.find("Action");
  stator::aws::percent_decode_strictly(text);
  match_path("/2015-03-31/functions/{FunctionName}/versions", text);
  for (const auto& [name, value] : query_parameters(text))
    STATOR_CHECK(name.size() + value.size() <= text.size());
  switch (kind) {
    case 0:
      read<CreatePolicyRequest>(form, kCreatePolicyInput);
      break;
    case 1:
      read<ListPoliciesRequest>(form, kListPoliciesInput);
      break;
    case 2:
      read<CreateRoleRequest>(form, kCreateRoleInput);
      break;
    default:
      read<CreatePolicyVersionRequest>(form, kCreatePolicyVersionInput);
  }
  return 0;
}
