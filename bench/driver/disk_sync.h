// What a disk needs to make 1 KB safe: the floor of a durable write.
#pragma once

#include <string>

#include "base/result.h"
#include "driver/load.h"

namespace stator::bench {

// Appends 1 KB to a file in `folder` and calls fdatasync, over and over for `seconds`. The result has one
// group. The error is one line for people.
base::Result<LoadResult, std::string> measure_disk_sync(const std::string& folder, double seconds);

}  // namespace stator::bench
