#include "server/message_list.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "messages/catalogue.h"

namespace stator::server {
namespace {

// `text` with each `from` as `to`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    out.append(text.substr(0, at)).append(to);
    text.remove_prefix(at + from.size());
  }
  return out.append(text);
}

// In one line of a table.
std::string shown(std::string_view text) {
  std::string out(text);
  for (const auto& [from, to] :
       {std::pair{"{{", "{"}, {"}}", "}"}, {"|", "\\|"}, {"\n", "\\n"}, {"\t", "\\t"}})
    out = replaced(out, from, to);
  return out;
}

std::string source(const messages::Origin& origin) {
  switch (origin.evidence) {
    case messages::Evidence::kSeen:
      return fmt::format("seen: {}, {}", origin.where, origin.date);
    case messages::Evidence::kDocumented:
      return fmt::format("documented: {}, {}", origin.where, origin.date);
    case messages::Evidence::kKnown:
      return fmt::format("known for long, {}", origin.date);
    case messages::Evidence::kAssumed:
      return fmt::format("assumed, {}", origin.date);
    case messages::Evidence::kOwn:
      break;
  }
  return "Stator's own";
}

}  // namespace

std::string message_list() {
  std::string out;
  for (const messages::Section& section : messages::catalogue()) {
    if (!out.empty()) out += '\n';
    out += fmt::format("## {}\n\n| text | source |\n| --- | --- |\n", section.title);
    for (const messages::Message& message : section.messages) {
      out += fmt::format("| `{}` | {} |\n", shown(message.text), source(message.origin));
    }
  }
  return out;
}

}  // namespace stator::server
