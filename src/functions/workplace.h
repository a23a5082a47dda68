// The folder of a running server in which functions find their code: made at the start, gone at the end.
// Nothing in it is needed after a crash; the next server removes what a dead one left.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "functions/control_groups.h"
#include "functions/function.h"

namespace stator::functions {

enum class Isolation { kBubblewrap, kProcess };

// What all environments share.
struct SharedFolders {
  std::string runtime;  // the bootstraps
  std::string etc;      // /etc as functions see it
};

// Thread-safe once made.
class Workplace {
 public:
  // The error is one line for people.
  // `node_modules`: a folder that stands above all code; empty: none.
  static base::Result<Workplace, std::string> make(const std::string& node_modules);
  Workplace(Workplace&& other) noexcept : folder_(std::move(other.folder_)) { other.folder_.clear(); }
  ~Workplace();

  SharedFolders folders() const { return {folder_ + "/runtime", folder_ + "/etc"}; }

  // The names of folders for the code of a configuration, and for its layers.
  static std::string code_name(const Configuration& configuration);
  static std::string layers_name(const Configuration& configuration, unsigned uid);

  // Unpacks archives into the folder of that name, one over the other, if it is not there yet, readable for
  // `uid` only. Waits for the disk.
  struct Failed {
    std::string message;
  };
  base::Result<std::string, Failed> unpack_all(const std::string& name, const std::vector<std::string>& zips,
                                               unsigned uid) const;
  bool has(const std::string& name) const;

 private:
  explicit Workplace(std::string folder) : folder_(std::move(folder)) {}
  std::string path_of(const std::string& name) const { return folder_ + "/code/" + name; }

  std::string folder_;
};

// 0 where the server itself may not change its user.
unsigned user_of(const Function& function);

// Control groups that programs of functions were seen to enter; nullptr: there are none. Waits for a process.
std::unique_ptr<ControlGroups> working_groups();

// Nothing, or one line that says why sandboxes do not work here.
std::string bubblewrap_problem();

}  // namespace stator::functions
