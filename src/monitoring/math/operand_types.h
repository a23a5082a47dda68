// The error of an operator or a function that gets what it does not take.
#pragma once

#include <initializer_list>
#include <string_view>

#include "monitoring/math/math_error.h"
#include "monitoring/math/value.h"

namespace stator::monitoring::math {

MathError wrong_operands(std::string_view name, std::initializer_list<const Value*> operands);

}  // namespace stator::monitoring::math
