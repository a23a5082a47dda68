// The constraints of a shape, checked on a request that was read (rules 9-12 and 16 of the reference):
// "2 validation errors detected: Value null at 'key' failed to satisfy constraint: Member must not be null;
// Value ...".
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

inline constexpr std::size_t kMaxReportedViolations = 10;
// Lists and maps are echoed in error messages; AWS's exact form varies, so a long one is cut here.
inline constexpr std::size_t kMaxEchoedBytes = 2048;

enum class Report {
  kAll,
  kFirst,              // UpdateItem's errors name the first violation only
  kParameters,         // in words of their own, a line each: CloudWatch's older operations
  kInvalidParameters,  // the same, all of one code
};

// A ValidationException, or ok. A violation of a member that is kReportedAlone is the only one listed.
Result<base::Ok> check_constraints(const Structure& structure, const void* request,
                                   Report report = Report::kAll);

// "1 validation error detected: " + text: the envelope that some messages carry without being constraints.
std::string in_envelope(std::string_view text);

}  // namespace stator::aws::protocol
