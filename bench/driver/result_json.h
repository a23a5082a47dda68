// What was measured, as one line of JSON for the suite.
#pragma once

#include <string>

#include "driver/load.h"

namespace stator::bench {

std::string result_json(const LoadResult& result);

}  // namespace stator::bench
