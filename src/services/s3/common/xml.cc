#include "services/s3/common/xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <limits>

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxDepth = 10;

// The elements that are open, from the root to the one at which the parser is.
struct ParseState {
  XML_Parser parser;
  XmlElement document;  // holds the root
  std::vector<XmlElement*> open;
  bool refused = false;

  void refuse() {
    refused = true;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* data, const XML_Char* name, const XML_Char**) {
  auto& state = *static_cast<ParseState*>(data);
  if (state.open.size() > kMaxDepth) return state.refuse();
  std::string_view local = name;
  if (const std::size_t colon = local.rfind(':'); colon != local.npos) local.remove_prefix(colon + 1);
  XmlElement& element = state.open.back()->children.emplace_back();
  element.name = local;
  state.open.push_back(&element);
}

void on_end(void* data, const XML_Char*) { static_cast<ParseState*>(data)->open.pop_back(); }

void on_text(void* data, const XML_Char* text, int size) {
  static_cast<ParseState*>(data)->open.back()->text.append(text, static_cast<std::size_t>(size));
}

// Entities of its own are how a small document becomes a huge one.
void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<ParseState*>(data)->refuse();
}

}  // namespace

XmlWriter::XmlWriter(std::string_view root, bool with_namespace) : root_(root) {
  out_ = std::string(R"(<?xml version="1.0" encoding="UTF-8"?>)") + "\n<" + root_;
  if (with_namespace) out_.append(" xmlns=\"").append(kNamespace).append("\"");
  out_.push_back('>');
}

XmlWriter& XmlWriter::open(std::string_view name) {
  out_.append("<").append(name).append(">");
  return *this;
}

XmlWriter& XmlWriter::close(std::string_view name) {
  out_.append("</").append(name).append(">");
  return *this;
}

XmlWriter& XmlWriter::text(std::string_view name, std::string_view value) {
  open(name);
  append_escaped(value);
  return close(name);
}

XmlWriter& XmlWriter::number(std::string_view name, std::uint64_t value) {
  return text(name, std::to_string(value));
}

XmlWriter& XmlWriter::raw(std::string_view xml) {
  out_.append(xml);
  return *this;
}

std::string XmlWriter::take() {
  close(root_);
  return std::move(out_);
}

void XmlWriter::append_escaped(std::string_view value) {
  for (const char c : value) {
    switch (c) {
      case '&':
        out_.append("&amp;");
        break;
      case '<':
        out_.append("&lt;");
        break;
      case '>':
        out_.append("&gt;");
        break;
      case '"':
        out_.append("&quot;");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out_.append(fmt::format("&#x{:x};", static_cast<unsigned char>(c)));
        } else {
          out_.push_back(c);
        }
    }
  }
}

const XmlElement* XmlElement::child(std::string_view child_name) const {
  for (const XmlElement& candidate : children) {
    if (candidate.name == child_name) return &candidate;
  }
  return nullptr;
}

std::string XmlElement::child_text(std::string_view child_name) const {
  const XmlElement* found = child(child_name);
  return found != nullptr ? found->text : std::string();
}

std::optional<XmlElement> parse_xml(std::string_view xml) {
  if (xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  ParseState state;
  state.parser = XML_ParserCreateNS("UTF-8", ':');
  if (state.parser == nullptr) return std::nullopt;
  state.open.push_back(&state.document);
  XML_SetUserData(state.parser, &state);
  XML_SetElementHandler(state.parser, on_start, on_end);
  XML_SetCharacterDataHandler(state.parser, on_text);
  XML_SetStartDoctypeDeclHandler(state.parser, on_doctype);
  const XML_Status status = XML_Parse(state.parser, xml.data(), static_cast<int>(xml.size()), XML_TRUE);
  XML_ParserFree(state.parser);
  if (status != XML_STATUS_OK || state.refused || state.document.children.empty()) return std::nullopt;
  return std::move(state.document.children.front());
}

}  // namespace stator::services::s3
