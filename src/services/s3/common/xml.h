// XML as S3 speaks it: small documents, written at once; read in pieces, into a small tree or element by
// element.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stator::services::s3 {

inline constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";

// <root xmlns="..."> and what is in it.
class XmlWriter {
 public:
  explicit XmlWriter(std::string_view root, bool with_namespace = true);

  XmlWriter& open(std::string_view name);
  XmlWriter& close(std::string_view name);
  XmlWriter& text(std::string_view name, std::string_view value);
  XmlWriter& number(std::string_view name, std::uint64_t value);
  XmlWriter& flag(std::string_view name, bool value) { return text(name, value ? "true" : "false"); }
  XmlWriter& raw(std::string_view xml);

  std::string take();

 private:
  void append_escaped(std::string_view value);

  std::string out_;
  std::string root_;
};

struct XmlElement {
  std::string name;  // without a prefix
  std::string text;  // of its own
  std::vector<XmlElement> children;

  const XmlElement* child(std::string_view child_name) const;
  // The text of a child; empty if there is none.
  std::string child_text(std::string_view child_name) const;
};

// Reads one document. Whatever is in it, it takes about a megabyte at most beside what is handed over, and
// time in proportion to its length. No document are: what is not well-formed, what has a document type, and
// what goes beyond the limits.
class XmlReader {
 public:
  static constexpr std::size_t kMaxDepth = 10;
  static constexpr std::size_t kMaxElements = 2000;         // held at once
  static constexpr std::size_t kMaxTextBytes = 256u << 10;  // held at once
  static constexpr std::size_t kMaxTokenBytes = 64u << 10;  // of a tag with its attributes, or a comment
  static constexpr std::size_t kMaxNames = 100;             // different names of elements
  static constexpr std::size_t kMaxAttributes = 1000;

  // Gets each child of the root when it has ended; it is forgotten then, so a list may have any length.
  // False: it is not what it should be.
  using OnChild = std::function<bool(const XmlElement&)>;

  // Without `on_child`, the whole tree is held.
  explicit XmlReader(OnChild on_child = nullptr);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // The next bytes, as many or few as there are.
  void feed(std::string_view bytes);
  // The root; with `on_child`, without text and children. Nothing if it is not a document. To be called once.
  std::optional<XmlElement> finish();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

// All of a small document.
std::optional<XmlElement> parse_xml(std::string_view xml);

}  // namespace stator::services::s3
