#include "functions/workplace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "functions/bootstraps.h"
#include "functions/launcher.h"
#include "functions/messages.h"
#include "functions/package.h"
#include "functions/process.h"
#include "keyspace/keys.h"

namespace stator::functions {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "stator-functions-";
// /etc/passwd and /etc/nsswitch.conf as functions see them.
constexpr char kAccounts[] = R"(root:x:0:0:root:/tmp:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/tmp:/usr/sbin/nologin
)";
constexpr char kSources[] = R"(passwd: files
group: files
hosts: files
)";
// What is tried before functions are.
constexpr char kTrue[] = "/usr/bin/true";
constexpr int kTrialProcesses = 64;
constexpr std::uint64_t kTrialMemoryBytes = 64u << 20;
// Users that no machine gives to anybody else, and that exist in containers, too.
constexpr unsigned kFirstUser = 50'000, kUsers = 10'000;

std::string reason(int error) { return std::system_category().message(error); }

// 0, or why not, as errno says it.
int write_file(const std::string& path, std::string_view content) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) return errno != 0 ? errno : EIO;
  ::chmod(path.c_str(), 0644);
  return 0;
}

int make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0) return errno;
  ::chmod(path.c_str(), 0755);
  return 0;
}

// Those of servers that do not run any more. In a container each server has the number of the one before.
void remove_left_overs(const fs::path& parent) {
  std::error_code error;
  for (fs::directory_iterator at(parent, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    if (!name.starts_with(kPrefix)) continue;
    int pid = 0;
    const char* begin = name.c_str() + kPrefix.size();
    if (std::from_chars(begin, name.c_str() + name.size(), pid).ec != std::errc() || pid <= 0) continue;
    struct stat info {};
    const bool ours =
        ::lstat(at->path().c_str(), &info) == 0 && info.st_uid == ::geteuid() && S_ISDIR(info.st_mode);
    std::error_code ignored;
    const bool ended = pid == ::getpid() || (::kill(pid, 0) != 0 && errno == ESRCH);
    if (ours && ended) fs::remove_all(at->path(), ignored);
  }
}

std::vector<std::string> launcher_arguments(std::string_view group) {
  const std::string user = ::geteuid() == 0 ? std::to_string(kFirstUser) : "0";
  return {"/proc/self/exe",
          std::string(kLauncherCommand),
          std::to_string(::getpid()),
          user,
          std::to_string(kTrialProcesses),
          std::string(group)};
}

}  // namespace

base::Result<Workplace, std::string> Workplace::make(const std::string& node_modules) {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) return fmt::format(messages::kNoTemporaryFolder, error.message());
  remove_left_overs(parent);
  // A name that nobody else can have made.
  std::string folder = (parent / fmt::format("{}{}-XXXXXX", kPrefix, ::getpid())).string();
  if (::mkdtemp(folder.data()) == nullptr)
    return fmt::format(messages::kCannotMakeFolder, parent.string(), reason(errno));
  Workplace workplace(folder);
  ::chmod(folder.c_str(), 0711);
  int problem = 0;
  for (const char* name : {"/runtime", "/etc", "/code"}) {
    if (problem == 0) problem = make_folder(folder + name);
  }
  const auto [runtime_folder, etc_folder] = workplace.folders();
  const std::string etc = etc_folder + "/", runtime = runtime_folder + "/";
  const std::pair<std::string, std::string_view> files[] = {
      {etc + "passwd", kAccounts},
      {etc + "group", "root:x:0:\n"},
      {etc + "hosts", "127.0.0.1 localhost\n"},
      {etc + "resolv.conf", ""},
      {etc + "nsswitch.conf", kSources},
      {runtime + "bootstrap.py", kPythonBootstrap},
      {runtime + "bootstrap.js", kNodeBootstrap},
  };
  for (const auto& [path, content] : files) {
    if (problem == 0) problem = write_file(path, content);
  }
  if (problem != 0) return fmt::format(messages::kCannotWriteTo, folder, reason(problem));
  ::chmod((folder + "/code").c_str(), 0711);
  if (!node_modules.empty()) {
    fs::create_directory_symlink(node_modules, folder + "/code/node_modules", error);
    if (error) return fmt::format(messages::kCannotWriteTo, folder, error.message());
  }
  return workplace;
}

Workplace::~Workplace() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string Workplace::code_name(const Configuration& configuration) {
  return fmt::format("{:016x}", configuration.code_id);
}

std::string Workplace::layers_name(const Configuration& configuration, unsigned uid) {
  std::string name = fmt::format("layers-{}", uid);
  for (const LayerReference& layer : configuration.layers) name += fmt::format("-{:016x}", layer.code_id);
  return name;
}

bool Workplace::has(const std::string& name) const {
  std::error_code ignored;
  return fs::exists(path_of(name), ignored);
}

base::Result<std::string, Workplace::Failed> Workplace::unpack_all(const std::string& name,
                                                                   const std::vector<std::string>& zips,
                                                                   unsigned uid) const {
  const std::string path = path_of(name);
  if (has(name)) return path;
  // Under another name until it is whole; whoever comes second throws his away.
  std::string unfinished = path + "-XXXXXX";
  if (::mkdtemp(unfinished.data()) == nullptr)
    return Failed{fmt::format(messages::kCannotMake, unfinished, reason(errno))};
  std::error_code error;
  for (const std::string& zip : zips) {
    auto done = unpack(zip, unfinished);
    if (done.ok()) continue;
    fs::remove_all(unfinished, error);
    return Failed{done.error().message};
  }
  if (uid != 0) ::chmod(unfinished.c_str(), 0500);
  if (uid != 0 && ::chown(unfinished.c_str(), uid, uid) != 0)
    return Failed{fmt::format(messages::kCannotGiveAway, unfinished, reason(errno))};
  if (::rename(unfinished.c_str(), path.c_str()) != 0) {
    const int problem = errno;
    fs::remove_all(unfinished, error);
    if (!has(name)) return Failed{fmt::format(messages::kCannotMake, path, reason(problem))};
  }
  return path;
}

std::unique_ptr<ControlGroups> working_groups() {
  auto groups = ControlGroups::make();
  if (groups == nullptr) return nullptr;
  const auto group = groups->add("trial", {kTrialMemoryBytes, kTrialProcesses});
  if (group == nullptr) return nullptr;
  std::vector<std::string> arguments = launcher_arguments(group->processes_file());
  arguments.emplace_back(kTrue);
  if (!runs_well(std::move(arguments))) return nullptr;
  return groups;
}

// What a function gets, with a program that does nothing.
std::string bubblewrap_problem() {
  constexpr char kProgram[] = "/usr/bin/bwrap";
  if (::access(kProgram, X_OK) != 0) return messages::kNoBubblewrap;
  std::vector<std::string> arguments = launcher_arguments(kNoGroup);
  for (const char* argument : {kProgram,
                               "--unshare-all",
                               "--unshare-user",
                               "--disable-userns",
                               "--die-with-parent",
                               "--new-session",
                               "--ro-bind",
                               "/usr",
                               "/usr",
                               "--symlink",
                               "usr/lib",
                               "/lib",
                               "--symlink",
                               "usr/lib64",
                               "/lib64",
                               "--proc",
                               "/proc",
                               "--dev",
                               "/dev",
                               "--",
                               kTrue})
    arguments.emplace_back(argument);
  if (runs_well(std::move(arguments))) return "";
  return messages::kBubblewrapForbidden;
}

unsigned user_of(const Function& function) {
  if (::geteuid() != 0) return 0;
  return kFirstUser + static_cast<unsigned>(keyspace::stable_hash(function.arn()) % kUsers);
}

}  // namespace stator::functions
