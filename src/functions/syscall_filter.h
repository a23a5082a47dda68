// What a function may not ask of the kernel: new namespaces and mounts, other processes' memory, BPF, keys,
// io_uring, userfaultfd, unusual families of sockets. Everything else is as in an ordinary process.
#pragma once

#include "base/result.h"
#include "net/listener.h"

namespace stator::functions {

// A descriptor from which bubblewrap reads the filter; -1 where there is no seccomp.
net::UniqueFd make_syscall_filter();

}  // namespace stator::functions
