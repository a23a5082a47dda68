// The web console: files that are part of the program (console/ in the sources), served below /_console/. It
// calls the API like any other client, from the server's own address.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "net/listener.h"
#include "net/request.h"
#include "net/response.h"

namespace stator::server {

struct ConsoleFile {
  std::string_view path;  // below /_console: "/index.html", "/assets/index-3f2a.js"
  std::string_view content_type;
  std::string_view content;
  bool gzipped = false;  // `content` is
};

// Those of this build, made by tools/pack_console.py; none if it was built without npm.
std::span<const ConsoleFile> console_files();

// Thread-safe. Pure.
class Console {
 public:
  // `files` outlive the console and its responses.
  explicit Console(std::span<const ConsoleFile> files) : files_(files) {}

  // Is this path, as it was sent, one of the console's? No bucket can have such a name.
  static bool claims(std::string_view path);

  // Where browsers find it: at the first of the server's addresses that is not IPv6, if there is one.
  static std::string url(std::span<const net::BoundEndpoint> endpoints);

  // To GET and HEAD of any path: what claims() does not know goes to the console's first page. Files with a
  // hash in their names may be kept by browsers for ever; all other paths are pages of the one document.
  // Where the Host is an IPv6 address, a page in its place says that another one is needed.
  net::Response answer(const net::Request& request) const;

 private:
  const ConsoleFile* find(std::string_view path) const;

  std::span<const ConsoleFile> files_;
};

}  // namespace stator::server
