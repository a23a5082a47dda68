#include "services/s3/common/xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace stator::services::s3 {

namespace {

// The parser looks at a token from its first byte on each time that it gets more of it.
constexpr std::size_t kStepBytes = 64u << 10;

}  // namespace

struct XmlReader::State {
  explicit State(OnChild given)
      // Without namespaces: with them the parser writes out the URI of the prefix of each attribute, and a
      // small document becomes a huge one.
      : on_child(std::move(given)), parser(XML_ParserCreate("UTF-8")) {
    open.push_back(&document);
    failed = parser == nullptr;
  }
  ~State() { XML_ParserFree(parser); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void refuse() {
    failed = true;
    XML_StopParser(parser, XML_FALSE);
  }
  // Between the children of a root whose children are handed over.
  bool is_between_children() const { return on_child && open.size() == 2; }

  // The parser calls on after it was stopped, where it has begun with something.
  void start(std::string_view name, std::size_t its_attributes) {
    if (failed) return;
    if (const std::size_t colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
    attributes += its_attributes;
    ++held_elements;
    held_bytes += name.size();
    names.emplace(name);
    if (open.size() > kMaxDepth || attributes > kMaxAttributes || held_elements > kMaxElements ||
        held_bytes > kMaxTextBytes || names.size() > kMaxNames)
      return refuse();
    XmlElement& element = open.back()->children.emplace_back();
    element.name = name;
    open.push_back(&element);
  }

  void end() {
    if (failed) return;
    open.pop_back();
    if (!is_between_children()) return;
    std::vector<XmlElement>& children = open.back()->children;
    if (!on_child(children.back())) refuse();
    children.clear();
    held_elements = held_bytes = 0;
  }

  void text(std::string_view piece) {
    if (failed || is_between_children()) return;
    held_bytes += piece.size();
    if (held_bytes > kMaxTextBytes) return refuse();
    open.back()->text.append(piece);
  }

  void parse(bool last) {
    if (failed) return;
    fed += waiting.size();
    if (XML_Parse(parser, waiting.data(), static_cast<int>(waiting.size()), last ? XML_TRUE : XML_FALSE) !=
        XML_STATUS_OK)
      failed = true;
    waiting.clear();
    const auto understood =
        static_cast<std::uint64_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser), 0));
    if (!last && fed - understood > kMaxTokenBytes) failed = true;
  }

  const OnChild on_child;
  XML_Parser const parser;
  XmlElement document;            // holds the root
  std::vector<XmlElement*> open;  // from the document to the element at which the parser is
  std::set<std::string, std::less<>> names;
  std::size_t attributes = 0;
  std::size_t held_elements = 0;
  std::size_t held_bytes = 0;
  std::string waiting;
  std::uint64_t fed = 0;
  bool failed = false;
};

XmlReader::XmlReader(OnChild on_child) : state_(std::make_unique<State>(std::move(on_child))) {
  if (state_->failed) return;
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(
      state_->parser,
      [](void* state, const XML_Char* name, const XML_Char** attributes) {
        std::size_t count = 0;  // names and values, in turn
        while (attributes[count] != nullptr) count += 2;
        static_cast<State*>(state)->start(name, count / 2);
      },
      [](void* state, const XML_Char*) { static_cast<State*>(state)->end(); });
  XML_SetCharacterDataHandler(state_->parser, [](void* state, const XML_Char* text, int size) {
    static_cast<State*>(state)->text({text, static_cast<std::size_t>(size)});
  });
  // Entities of its own are how a small document becomes a huge one.
  XML_SetStartDoctypeDeclHandler(state_->parser,
                                 [](void* state, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                                   static_cast<State*>(state)->refuse();
                                 });
}

XmlReader::~XmlReader() = default;

void XmlReader::feed(std::string_view bytes) {
  while (!bytes.empty() && !state_->failed) {
    const std::string_view step = bytes.substr(0, kStepBytes - state_->waiting.size());
    bytes.remove_prefix(step.size());
    state_->waiting.append(step);
    if (state_->waiting.size() == kStepBytes) state_->parse(false);
  }
}

std::optional<XmlElement> XmlReader::finish() {
  state_->parse(true);
  if (state_->failed || state_->document.children.empty()) return std::nullopt;
  return std::move(state_->document.children.front());
}

std::optional<XmlElement> parse_xml(std::string_view xml) {
  XmlReader reader;
  reader.feed(xml);
  return reader.finish();
}

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

}  // namespace stator::services::s3
