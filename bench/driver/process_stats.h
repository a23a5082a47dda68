// What a process has used, from the kernel.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace stator::bench {

std::int64_t monotonic_ns();

// CPU time of all threads of a process, past ones too; 0 if there is no such process.
std::int64_t process_cpu_ns(pid_t pid);
std::int64_t own_cpu_ns();
// How long its threads that live were ready to run and had no CPU; 0 where the kernel does not say.
std::int64_t process_wait_ns(pid_t pid);
// CPU time that the whole machine spent not idle, to 10 ms a CPU.
std::int64_t machine_cpu_ns();
// Resident memory; 0 if there is no such process.
std::int64_t resident_bytes(pid_t pid);

// The calling process and what it starts stay on that CPU from now on. False if it may not.
bool stay_on_cpu(int cpu);

}  // namespace stator::bench
