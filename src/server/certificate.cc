#include "server/certificate.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "base/file_text.h"
#include "base/system_error.h"
#include "net/listener.h"

namespace stator::server {
namespace {

constexpr std::chrono::seconds kRenewBefore = std::chrono::days(30);

using Outcome = base::Result<base::Ok, std::string>;

Outcome read_text(const std::string& path, std::string* text) {
  auto read = base::read_file_text(path);
  if (!read) return "cannot read " + path + ": " + base::explain_errno(errno);
  *text = *std::move(read);
  return base::Ok{};
}

base::Result<net::TlsPair, std::string> read_pair(const std::string& certificate, const std::string& key) {
  net::TlsPair pair;
  STATOR_TRY(read_text(certificate, &pair.certificate));
  STATOR_TRY(read_text(key, &pair.key));
  return pair;
}

Outcome write_private(const std::string& path, const std::string& text) {
  ::unlink(path.c_str());
  const net::UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const bool written =
      file.get() >= 0 && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!written) return "cannot write " + path + ": " + base::explain_errno(errno);
  return base::Ok{};
}

// By which clients call a server on this machine, and those of the configuration.
std::vector<std::string> names_of(const Config& config) {
  std::vector<std::string> names = {
      "localhost", "*.localhost", "localhost.localstack.cloud", "*.localhost.localstack.cloud",
      "127.0.0.1", "::1"};
  for (const net::ListenAddress& address : config.listen) {
    const bool known = std::find(names.begin(), names.end(), address.host) != names.end();
    if (address.host != "*" && address.host != "0.0.0.0" && address.host != "::" && !known)
      names.push_back(address.host);
  }
  for (const std::string& host : config.allowed_hosts) {
    if (host != "*") names.push_back(host);
  }
  return names;
}

}  // namespace

base::Result<Certificate, std::string> Certificate::open(const Config& config) {
  Certificate certificate;
  if (config.tls_self_signed) {
    STATOR_TRY(certificate.open_self_signed(config));
    return certificate;
  }
  if (!config.tls_certificate) return certificate;
  certificate.certificate_file_ = *config.tls_certificate;
  certificate.key_file_ = *config.tls_key;
  STATOR_ASSIGN(const net::TlsPair pair, read_pair(certificate.certificate_file_, certificate.key_file_));
  auto context = net::TlsContext::make(pair);
  if (!context.ok())
    return certificate.certificate_file_ + ", " + certificate.key_file_ + ": " + context.error();
  certificate.context_ = *std::move(context);
  return certificate;
}

// One that was made before is used again, so that clients that trust it go on.
Outcome Certificate::open_self_signed(const Config& config) {
  const bool keeps = config.durability != storage::Durability::kNone;
  if (keeps) {
    const std::string folder = config.data_folder + "/tls";
    certificate_file_ = own_file_ = folder + "/certificate.pem";
    key_file_ = folder + "/key.pem";
    const auto pair = read_pair(certificate_file_, key_file_);
    if (pair.ok() && net::good_for(pair->certificate) > kRenewBefore) {
      auto context = net::TlsContext::make(*pair);
      if (context.ok()) {
        context_ = *std::move(context);
        return base::Ok{};
      }
    }
  }
  const std::vector<std::string> names = names_of(config);
  STATOR_ASSIGN(made_, net::make_self_signed(names));
  STATOR_ASSIGN(context_, net::TlsContext::make(made_));
  if (!keeps) made_ = {};
  return base::Ok{};
}

Outcome Certificate::keep() {
  if (made_.key.empty()) return base::Ok{};
  const std::string folder = std::filesystem::path(key_file_).parent_path();
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return "cannot make the folder " + folder + ": " + base::explain_errno(errno);
  STATOR_TRY(write_private(key_file_, made_.key));
  STATOR_TRY(write_private(certificate_file_, made_.certificate));
  made_ = {};
  return base::Ok{};
}

Outcome Certificate::reload(const Config& config) {
  if (!context_ || certificate_file_.empty()) return base::Ok{};
  const std::string file = config.tls_certificate.value_or(certificate_file_);
  const std::string key_file = config.tls_key.value_or(key_file_);
  STATOR_ASSIGN(const net::TlsPair pair, read_pair(file, key_file));
  const auto replaced = context_->replace(pair);
  if (!replaced.ok()) return file + ", " + key_file + ": " + replaced.error();
  certificate_file_ = file;
  key_file_ = key_file;
  return base::Ok{};
}

}  // namespace stator::server
