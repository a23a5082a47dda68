// The constraints of a shape in the words of AWS's oldest services (CloudWatch): "The parameter
// MetricData.member.1.Value is required.\nThe parameter ...", a line each.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/constraints.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// With Report::kParameters: what is missing as MissingRequiredParameterException, and if nothing is, what is
// wrong as InvalidParameterValueException. With Report::kInvalidParameters all is a ValidationException. An
// empty text or list is a missing one: Query has no other way to send it.
Result<base::Ok> check_parameters(const Structure& structure, const void* request, Report report);

}  // namespace stator::aws::protocol
