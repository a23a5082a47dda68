// What the system says of this process, under the names that Prometheus's own client libraries use.
#pragma once

#include "metrics/exposition.h"

namespace stator::metrics {

void write_process_metrics(Exposition* out);

}  // namespace stator::metrics
