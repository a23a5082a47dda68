// How long a server takes from exec to its first answer.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace stator::bench {

struct FirstAnswer {
  double milliseconds = 0;  // from just before the process is made to the whole answer of a ListTables
  std::int64_t resident_bytes = 0;  // then
};

// Starts `command` with its output in /dev/null, asks until it answers, and ends it with SIGTERM. The error
// is one line for people.
base::Result<FirstAnswer, std::string> measure_first_answer(const sockaddr_in& address,
                                                            const std::vector<std::string>& command);

}  // namespace stator::bench
