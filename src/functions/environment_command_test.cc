#include "functions/environment_command.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "functions/launcher.h"
#include "functions/process.h"

namespace stator::functions {
namespace {

using Variables = std::map<std::string, std::string>;

const SharedFolders kFolders{"/shared/runtime", "/shared/etc"};

EnvironmentPlan plan_of(Isolation isolation, std::string runtime) {
  EnvironmentPlan plan;
  plan.function.scope = {"111122223333", "eu-west-1"};
  plan.function.name = "thumbnails";
  plan.configuration.runtime = std::move(runtime);
  plan.configuration.handler = "app.handler";
  plan.code_folder = "/code/1";
  plan.isolation = isolation;
  identity::Session session;
  session.id = "ASIAEXAMPLE";
  session.secret = "secret";
  session.token = "token";
  plan.session = std::make_shared<const identity::Session>(session);
  return plan;
}

Variables variables_of(const EnvironmentPlan& plan) {
  Variables found;
  for (const std::string& text :
       runtime_variables(plan, kFolders, {"http://127.0.0.1:8000", "stream", 4711})) {
    const std::size_t at = text.find('=');
    EXPECT_TRUE(found.emplace(text.substr(0, at), text.substr(at + 1)).second) << text << " is there twice";
  }
  return found;
}

bool has_sequence(const std::vector<std::string>& arguments, const std::vector<std::string>& wanted) {
  return std::ranges::search(arguments, wanted).size() == wanted.size();
}

TEST(RuntimeVariables, OfASandboxNameWhatIsSeenInside) {
  const Variables found = variables_of(plan_of(Isolation::kBubblewrap, "python3.9"));
  EXPECT_EQ(found.at("LAMBDA_TASK_ROOT"), "/var/task");
  EXPECT_EQ(found.at("LAMBDA_RUNTIME_DIR"), "/var/runtime");
  EXPECT_EQ(found.at("AWS_ENDPOINT_URL"), "http://localhost:4566");
  EXPECT_EQ(found.at(std::string(kFunctionVariable)), "127.0.0.1:4711");
  EXPECT_EQ(found.at("AWS_REGION"), "eu-west-1");
  EXPECT_EQ(found.at("_HANDLER"), "app.handler");
  EXPECT_FALSE(found.contains("PYTHONPATH"));
}

TEST(RuntimeVariables, OfAPlainProcessNameTheRealPlaces) {
  const Variables found = variables_of(plan_of(Isolation::kProcess, "python3.9"));
  EXPECT_EQ(found.at("LAMBDA_TASK_ROOT"), "/code/1");
  EXPECT_EQ(found.at("LAMBDA_RUNTIME_DIR"), "/shared/runtime");
  EXPECT_EQ(found.at("AWS_ENDPOINT_URL"), "http://127.0.0.1:8000");
}

TEST(RuntimeVariables, ReservedOnesAreNotTheFunctionsToChoose) {
  EnvironmentPlan plan = plan_of(Isolation::kBubblewrap, "nodejs18.x");
  plan.configuration.environment = {{"AWS_REGION", "mars"},
                                    {"AWS_ACCESS_KEY_ID", "AKIAOTHER"},
                                    {"TZ", "Europe/Berlin"},
                                    {"PATH", "/own"},
                                    {"TABLE", "t=1"}};
  const Variables found = variables_of(plan);
  EXPECT_EQ(found.at("AWS_REGION"), "eu-west-1");
  EXPECT_EQ(found.at("AWS_ACCESS_KEY_ID"), "ASIAEXAMPLE");
  EXPECT_EQ(found.at("TZ"), "Europe/Berlin");
  EXPECT_EQ(found.at("PATH"), "/own");
  EXPECT_EQ(found.at("TABLE"), "t=1");
}

TEST(RuntimeVariables, LayersComeAfterTheFunctionsOwnModules) {
  EnvironmentPlan plan = plan_of(Isolation::kProcess, "python3.9");
  plan.layers_folder = "/layers/1";
  plan.configuration.environment = {{"PYTHONPATH", "/own"}};
  const Variables found = variables_of(plan);
  EXPECT_EQ(found.at("PYTHONPATH"), "/own:/layers/1/python/lib/python3.9/site-packages:/layers/1/python");
  EXPECT_EQ(found.at("LD_LIBRARY_PATH"), "/code/1/lib:/layers/1/lib");
  plan.isolation = Isolation::kBubblewrap;
  EXPECT_EQ(variables_of(plan).at("LD_LIBRARY_PATH"), "/var/task/lib:/opt/lib");
}

TEST(RuntimeCommand, IsTheBootstrapOfTheRuntimeOrOfTheCode) {
  using Command = std::vector<std::string>;
  EXPECT_EQ(runtime_command(plan_of(Isolation::kBubblewrap, "python3.9"), kFolders),
            (Command{"/usr/bin/python3", "-B", "/var/runtime/bootstrap.py"}));
  EXPECT_EQ(runtime_command(plan_of(Isolation::kProcess, "nodejs18.x"), kFolders),
            (Command{"/usr/bin/node", "/shared/runtime/bootstrap.js"}));
  EnvironmentPlan plan = plan_of(Isolation::kBubblewrap, "provided.al2");
  EXPECT_EQ(runtime_command(plan, kFolders), Command{"/var/task/bootstrap"});
  plan.layers_folder = "/layers/1";  // the code's folder is not there, so it has none
  EXPECT_EQ(runtime_command(plan, kFolders), Command{"/opt/bootstrap"});
}

TEST(SandboxCommand, ShowsWhatThereIs) {
  EnvironmentPlan plan = plan_of(Isolation::kBubblewrap, "nodejs18.x");
  plan.configuration.tmp_megabytes = 512;
  plan.node_modules = "/modules";
  std::vector<std::string> command = sandbox_command(plan, kFolders, {7, 8, -1});
  EXPECT_EQ(command.front(), "/usr/bin/bwrap");
  EXPECT_TRUE(has_sequence(command, {"--ro-bind", "/code/1", "/var/task"}));
  EXPECT_TRUE(has_sequence(command, {"--ro-bind", "/modules", "/var/node_modules"}));
  EXPECT_TRUE(has_sequence(command, {"--size", "536870912", "--tmpfs", "/tmp"}));
  EXPECT_TRUE(has_sequence(command, {"--dir", "/opt"}));
  EXPECT_TRUE(
      has_sequence(command, {"--", "/proc/self/fd/7", std::string(kInitCommand), "8", "4566,8000,9001"}));
  EXPECT_FALSE(std::ranges::count(command, "--seccomp"));
  plan.configuration.runtime = "python3.9";
  plan.layers_folder = "/layers/1";
  command = sandbox_command(plan, kFolders, {7, 8, 9});
  EXPECT_FALSE(std::ranges::count(command, "/modules"));
  EXPECT_TRUE(has_sequence(command, {"--ro-bind", "/layers/1", "/opt"}));
  EXPECT_TRUE(has_sequence(command, {"--seccomp", "9"}));
}

}  // namespace
}  // namespace stator::functions
