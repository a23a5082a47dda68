// How much memory there is to use, for the default of `--memory`.
#pragma once

#include <cstddef>
#include <string>

namespace stator::server {

// Of the machine, or of the control group where that is less: a container's limit. In bytes. `groups`: the
// folder of control groups of version 1 or 2.
std::size_t machine_memory(const std::string& groups = "/sys/fs/cgroup");

// An eighth of it, from 64 MB to 1 GB: a database uses what its data needs, and leaves most to others.
std::size_t default_memory(std::size_t machine_memory);

}  // namespace stator::server
