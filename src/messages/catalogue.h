// All messages as a list, for who prints or checks them. message.h says what they are.
#pragma once

#include <string_view>
#include <vector>

#include "messages/message.h"

namespace stator::messages {

struct Section {
  std::string_view title;
  std::vector<Message> messages;
};

// In the order of the .inc files.
std::vector<Section> catalogue();

}  // namespace stator::messages
