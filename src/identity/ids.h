// Ids, keys and secrets in the forms that AWS gives them.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace stator::identity {

// The prefix and random letters and digits, 21 characters: AIDA, AROA, AGPA, ANPA.
std::string new_unique_id(std::string_view prefix, base::Random& random);
// The same with 20 characters: AKIA, ASIA.
std::string new_access_key_id(std::string_view prefix, base::Random& random);
// 40 characters.
std::string new_secret(base::Random& random);
std::string new_session_token(base::Random& random);
// Of a role that nobody made: AROA and what its name makes of it, the same for every session.
std::string id_of_unknown_role(std::string_view name);

}  // namespace stator::identity
