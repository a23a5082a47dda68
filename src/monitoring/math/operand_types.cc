#include "monitoring/math/operand_types.h"

#include <fmt/core.h>

#include <string>

#include "monitoring/math/messages.h"

namespace stator::monitoring::math {
namespace {

// In the order of Value.
constexpr std::string_view kTypes[] = {"Scalar", "TimeSeries", "TimeSeries[]"};

}  // namespace

MathError wrong_operands(std::string_view name, std::initializer_list<const Value*> operands) {
  std::string types;
  for (const Value* operand : operands) {
    if (!types.empty()) types += ", ";
    types += kTypes[operand->index()];
  }
  return {MathError::Kind::kType, fmt::format(messages::kOperandTypes, name, types)};
}

}  // namespace stator::monitoring::math
