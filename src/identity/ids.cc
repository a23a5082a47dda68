#include "identity/ids.h"

namespace stator::identity {
namespace {

std::string random_text(std::string_view alphabet, std::size_t length, base::Random& random) {
  std::string out;
  out.reserve(length);
  while (out.size() < length) out.push_back(alphabet[random.below(alphabet.size())]);
  return out;
}

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string new_unique_id(std::string_view prefix, base::Random& random) {
  return std::string(prefix) + random_text(kIdAlphabet, 17, random);
}
std::string new_access_key_id(std::string_view prefix, base::Random& random) {
  return std::string(prefix) + random_text(kIdAlphabet, 16, random);
}
std::string new_secret(base::Random& random) { return random_text(kSecretAlphabet, 40, random); }
std::string new_session_token(base::Random& random) { return random_text(kSecretAlphabet, 200, random); }

std::string id_of_unknown_role(std::string_view name) {
  std::string id = "AROA";
  for (const char c : name) {
    if (id.size() == 21) break;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    id.push_back(upper >= 'A' && upper <= 'Z' ? upper : '2');
  }
  id.resize(21, 'A');
  return id;
}

}  // namespace stator::identity
