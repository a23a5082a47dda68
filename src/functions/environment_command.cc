#include "functions/environment_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "functions/launcher.h"
#include "functions/process.h"

namespace stator::functions {
namespace {

bool runs_python(const std::string& runtime) { return runtime.starts_with("python"); }
bool runs_node(const std::string& runtime) { return runtime.starts_with("nodejs"); }

bool is_sandboxed(const EnvironmentPlan& plan) { return plan.isolation == Isolation::kBubblewrap; }

// The folders as the function sees them.
std::string task_seen(const EnvironmentPlan& plan) {
  return is_sandboxed(plan) ? "/var/task" : plan.code_folder;
}
std::string runtime_seen(const EnvironmentPlan& plan, const SharedFolders& folders) {
  return is_sandboxed(plan) ? "/var/runtime" : folders.runtime;
}
std::string layers_seen(const EnvironmentPlan& plan) {
  return is_sandboxed(plan) || plan.layers_folder.empty() ? "/opt" : plan.layers_folder;
}

class Variables {
 public:
  explicit Variables(const aws::protocol::Map<std::string>& own) : all_(own.begin(), own.end()) {}

  const std::string* find(std::string_view name) const {
    const auto at = std::ranges::find(all_, name, &std::pair<std::string, std::string>::first);
    return at == all_.end() ? nullptr : &at->second;
  }
  // The function's own value does not count.
  void set(std::string name, std::string value) {
    std::erase_if(all_, [&](const auto& variable) { return variable.first == name; });
    all_.emplace_back(std::move(name), std::move(value));
  }
  // The function's own value stays.
  void offer(std::string name, std::string value) {
    if (find(name) == nullptr) all_.emplace_back(std::move(name), std::move(value));
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& [name, value] : all_) texts.push_back(name + "=" + value);
    return texts;
  }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

void offer_search_paths(const EnvironmentPlan& plan, Variables* variables) {
  const std::string layers = layers_seen(plan);
  variables->offer("PATH", "/usr/local/bin:/usr/bin:/bin:" + layers + "/bin");
  variables->offer("NODE_PATH", layers + "/nodejs/node_modules:/usr/share/nodejs:/usr/lib/nodejs");
  if (plan.layers_folder.empty()) return;
  variables->offer("LD_LIBRARY_PATH", task_seen(plan) + "/lib:" + layers + "/lib");
  std::string modules =
      layers + "/python/lib/" + plan.configuration.runtime + "/site-packages:" + layers + "/python";
  if (const std::string* own = variables->find("PYTHONPATH")) modules = *own + ":" + modules;
  variables->set("PYTHONPATH", std::move(modules));
}

}  // namespace

std::vector<std::string> runtime_variables(const EnvironmentPlan& plan, const SharedFolders& folders,
                                           const RuntimePlaces& places) {
  const Configuration& configuration = plan.configuration;
  Variables variables(configuration.environment);
  offer_search_paths(plan, &variables);
  variables.offer("LANG", "C.UTF-8");
  variables.offer("TZ", "UTC");
  variables.offer("HOME", "/tmp");
  variables.offer("AWS_ENDPOINT_URL", is_sandboxed(plan) ? "http://localhost:4566" : places.server_url);
  variables.set("AWS_ACCESS_KEY_ID", plan.session->id);
  variables.set("AWS_SECRET_ACCESS_KEY", plan.session->secret);
  variables.set("AWS_SESSION_TOKEN", plan.session->token);
  variables.set("AWS_REGION", plan.function.scope.region);
  variables.offer("AWS_DEFAULT_REGION", plan.function.scope.region);
  variables.set("AWS_EXECUTION_ENV", "AWS_Lambda_" + configuration.runtime);
  variables.set("AWS_LAMBDA_FUNCTION_NAME", plan.function.name);
  variables.set("AWS_LAMBDA_FUNCTION_VERSION", configuration.version);
  variables.set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(configuration.memory_megabytes));
  variables.set("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
  variables.set("AWS_LAMBDA_LOG_GROUP_NAME", plan.function.log_group());
  variables.set("AWS_LAMBDA_LOG_STREAM_NAME", places.log_stream);
  variables.set(std::string(kFunctionVariable), fmt::format("127.0.0.1:{}", places.runtime_port));
  variables.set("LAMBDA_TASK_ROOT", task_seen(plan));
  variables.set("LAMBDA_RUNTIME_DIR", runtime_seen(plan, folders));
  variables.set("_HANDLER", configuration.handler);
  return variables.texts();
}

std::vector<std::string> runtime_command(const EnvironmentPlan& plan, const SharedFolders& folders) {
  const std::string runtime = runtime_seen(plan, folders);
  if (runs_python(plan.configuration.runtime)) return {"/usr/bin/python3", "-B", runtime + "/bootstrap.py"};
  if (runs_node(plan.configuration.runtime)) return {"/usr/bin/node", runtime + "/bootstrap.js"};
  // The code's own, or that of a layer.
  const bool in_layer =
      !plan.layers_folder.empty() && ::access((plan.code_folder + "/bootstrap").c_str(), F_OK) != 0;
  return {(in_layer ? layers_seen(plan) : task_seen(plan)) + "/bootstrap"};
}

std::vector<std::string> sandbox_command(const EnvironmentPlan& plan, const SharedFolders& folders,
                                         const SandboxDescriptors& descriptors) {
  const std::string tmp_bytes = std::to_string(plan.configuration.tmp_megabytes << 20);
  std::vector<std::string> arguments = {"/usr/bin/bwrap"};
  const auto add = [&](std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
  };
  add({"--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"});
  add({"--hostname", "function", "--ro-bind", "/usr", "/usr"});
  for (const char* folder : {"/bin", "/sbin", "/lib", "/lib64"})
    add({"--symlink", std::string("usr") + folder, folder});
  add({"--ro-bind", folders.etc, "/etc", "--proc", "/proc", "--dev", "/dev"});
  add({"--size", "1048576", "--tmpfs", "/dev/shm", "--remount-ro", "/dev"});
  add({"--size", tmp_bytes, "--tmpfs", "/tmp"});
  add({"--ro-bind", folders.runtime, "/var/runtime", "--ro-bind", plan.code_folder, "/var/task"});
  if (plan.layers_folder.empty()) {
    add({"--dir", "/opt"});
  } else {
    add({"--ro-bind", plan.layers_folder, "/opt"});
  }
  // Above the code: that is where modules are looked for.
  if (!plan.node_modules.empty() && runs_node(plan.configuration.runtime))
    add({"--ro-bind", plan.node_modules, "/var/node_modules"});
  add({"--remount-ro", "/", "--chdir", "/var/task"});
  if (descriptors.filter >= 0) add({"--seccomp", std::to_string(descriptors.filter)});
  std::string ports;
  for (const std::uint16_t port : kSandboxPorts) ports += (ports.empty() ? "" : ",") + std::to_string(port);
  add({"--", fmt::format("/proc/self/fd/{}", descriptors.executable), std::string(kInitCommand),
       std::to_string(descriptors.channel), ports});
  return arguments;
}

}  // namespace stator::functions
