// XML as S3 speaks it: small documents, written at once and read into a small tree.
#pragma once

#include <cstdint>
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
  std::string name;  // without a namespace
  std::string text;  // of its own
  std::vector<XmlElement> children;

  const XmlElement* child(std::string_view child_name) const;
  // The text of a child; empty if there is none.
  std::string child_text(std::string_view child_name) const;
};

// Nothing if it is not well-formed, has a document type, or is nested more than 10 levels deep.
std::optional<XmlElement> parse_xml(std::string_view xml);

}  // namespace stator::services::s3
