// The file that tells scripts where the server listens, once it does.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/listener.h"

namespace stator::server {

// {"endpoints": [{"host": ..., "port": ..., "url": ...}], "pid": ..., "version": ...}, and "metrics": where
// they are, if they have an address of their own.
std::string ready_file_content(std::span<const net::BoundEndpoint> endpoints, long pid,
                               std::string_view version, std::string_view metrics_url = {});

// The whole file appears at once. The error is one line for the user.
base::Result<base::Ok, std::string> write_ready_file(const std::string& path, const std::string& content);

// It is no error if there is none.
void remove_ready_file(const std::string& path);

}  // namespace stator::server
