// The certificate of the server's TLS: files that the user names, or one that the server makes for itself.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/tls.h"
#include "server/config.h"

namespace stator::server {

// Used on one thread.
class Certificate {
 public:
  // Reads what there is, or makes a pair; changes nothing on the disk. The error is one line for the user.
  static base::Result<Certificate, std::string> open(const Config& config);

  // nullptr: plain HTTP.
  std::shared_ptr<const net::TlsContext> context() const { return context_; }

  // Puts a pair that was made into the data folder, which exists by now.
  base::Result<base::Ok, std::string> keep();

  // Reads the files again, which may be others than before. After an error the old certificate stays.
  base::Result<base::Ok, std::string> reload(const Config& config);

  // Where a certificate that the server made lies, for clients to trust; empty: nowhere.
  const std::string& own_file() const { return own_file_; }

 private:
  Certificate() = default;
  base::Result<base::Ok, std::string> open_self_signed(const Config& config);

  std::string certificate_file_;
  std::string key_file_;
  std::string own_file_;
  net::TlsPair made_;  // not kept yet
  std::shared_ptr<net::TlsContext> context_;
};

}  // namespace stator::server
