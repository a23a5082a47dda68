// How `stator backup` reaches the server of a data folder: a Unix socket in the folder, so that who may read
// the data may back it up, and nobody else. It says what files the database is made of at one moment, and
// keeps them, and those of objects, while the connection stays.
//
//   > backup\n
//   < file SIZE NAME\n          of db/, as often as needed; or: text SIZE NAME\n and SIZE bytes
//   < held\n                    or: error MESSAGE\n
//   > done\n                    once everything is copied
//   < held\n                    everything was kept until now
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::server {

using DatabaseFiles = std::vector<storage::DatabaseFile>;

// The server's side: a thread that serves one connection at a time.
class ControlSocket {
 public:
  struct Hold {
    // One line where it cannot be done. `end` is called if and only if `begin` succeeds.
    std::function<base::Result<DatabaseFiles, std::string>()> begin;
    std::function<void()> end;
  };

  // The error is one line for the user.
  static base::Result<std::unique_ptr<ControlSocket>, std::string> open(const std::string& data_folder,
                                                                        Hold hold);
  // Ends a backup that is under way.
  ~ControlSocket();

 private:
  ControlSocket(std::string data_folder, int listener, int wake, Hold hold);
  void run();
  void serve(int connection);
  bool wait_readable(int descriptor) const;  // false: it is to stop

  const std::string data_folder_;
  const int listener_;
  const int wake_;  // an event descriptor: readable once it is to stop
  const Hold hold_;
  std::thread thread_;
};

// The side of `stator backup`.
class HeldFiles {
 public:
  // Nothing where no server listens. The error is one line for the user.
  static base::Result<std::unique_ptr<HeldFiles>, std::string> ask(const std::string& data_folder);
  ~HeldFiles();

  const DatabaseFiles& files() const { return files_; }
  // Whether everything was kept until now. Once, at the end.
  bool confirm();

 private:
  explicit HeldFiles(int connection) : connection_(connection) {}
  base::Result<base::Ok, std::string> read_files();
  bool read_line(std::string* line);
  bool fill();

  const int connection_;
  std::string buffer_;
  DatabaseFiles files_;
};

}  // namespace stator::server
