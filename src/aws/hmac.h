// HMAC-SHA256, and the key that Signature Version 4 makes of a secret.
#pragma once

#include <string>
#include <string_view>

namespace stator::aws {

// 32 bytes.
std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

// Good for one day (20260131), region and service.
std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service);

}  // namespace stator::aws
