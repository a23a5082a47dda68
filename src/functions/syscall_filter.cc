#include "functions/syscall_filter.h"

#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <memory>

namespace stator::functions {
namespace {

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};

constexpr const char* kForbidden[] = {
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "mount_setattr",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "open_tree",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "bpf",
    "perf_event_open",
    "add_key",
    "request_key",
    "keyctl",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "userfaultfd",
    "open_by_handle_at",
    "name_to_handle_at",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "swapon",
    "swapoff",
    "syslog",
    "acct",
    "quotactl",
    "iopl",
    "ioperm",
    "personality",
    "lookup_dcookie",
    "fanotify_init",
    "vm86",
    "modify_ldt",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "vhangup",
    "nfsservctl",
};

constexpr unsigned kNamespaceFlags[] = {CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
                                        CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};

}  // namespace

net::UniqueFd make_syscall_filter() {
  const std::unique_ptr<void, Release> filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter) return {};
  for (const char* name : kForbidden) {
    const int number = seccomp_syscall_resolve_name(name);
    // Unknown to this library or machine: then there is nothing to forbid.
    if (number != __NR_SCMP_ERROR) seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), number, 0);
  }
  for (const unsigned flag : kNamespaceFlags)
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                     SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag));
  // Its flags stand in memory, where a filter cannot look: callers fall back to clone.
  seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  for (int family = 0; family < AF_MAX; ++family) {
    const bool usual = family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK;
    if (usual) continue;
    const auto wanted = static_cast<scmp_datum_t>(family);
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                     SCMP_A0(SCMP_CMP_EQ, wanted));
  }
  net::UniqueFd file(::memfd_create("syscall-filter", MFD_CLOEXEC));
  if (file.get() < 0 || seccomp_export_bpf(filter.get(), file.get()) != 0) return {};
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

}  // namespace stator::functions
