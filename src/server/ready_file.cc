#include "server/ready_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/system_error.h"

namespace stator::server {

namespace {

base::Result<base::Ok, std::string> write_file(const std::string& path, std::string_view content) {
  const net::UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return base::explain_errno(errno);
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return base::explain_errno(errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return base::Ok{};
}

}  // namespace

std::string ready_file_content(std::span<const net::BoundEndpoint> endpoints, long pid,
                               std::string_view version, std::string_view metrics_url) {
  std::string list;
  for (const net::BoundEndpoint& endpoint : endpoints) {
    if (!list.empty()) list += ", ";
    list += fmt::format(R"({{"host": "{}", "port": {}, "url": "{}"}})", endpoint.host, endpoint.port,
                        endpoint.url());
  }
  const std::string metrics = metrics_url.empty() ? "" : fmt::format("\"metrics\": \"{}\", ", metrics_url);
  return fmt::format("{{\"endpoints\": [{}], {}\"pid\": {}, \"version\": \"{}\"}}\n", list, metrics, pid,
                     version);
}

base::Result<base::Ok, std::string> write_ready_file(const std::string& path, const std::string& content) {
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  auto written = write_file(temporary, content);
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) written = base::explain_errno(errno);
  if (written.ok()) return written;
  ::unlink(temporary.c_str());
  return "cannot write the ready file " + path + ": " + written.error();
}

void remove_ready_file(const std::string& path) { ::unlink(path.c_str()); }

}  // namespace stator::server
