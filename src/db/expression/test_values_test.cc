#include "db/expression/test_values.h"

#include <gtest/gtest.h>

#include <cctype>

#include "base/check.h"
#include "db/model/value_writer.h"

namespace stator::db::expression::test {
namespace {

using model::Type;
using model::ValueView;
using model::ValueWriter;

class Reader {
 public:
  Reader(std::string_view text, ValueWriter* writer) : text_(text), writer_(writer) {}

  void value() {
    switch (peek()) {
      case '{':
        return map();
      case '[':
        return list();
      case '<':
        return set();
      case '\'':
        return writer_->string(quoted());
      default:
        return word();
    }
  }
  void end() {
    peek();
    STATOR_CHECK(at_ == text_.size());
  }

 private:
  char peek() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  std::string_view quoted() {
    STATOR_CHECK(accept('\''));
    const std::size_t end = text_.find('\'', at_);
    STATOR_CHECK(end != std::string_view::npos);
    const std::string_view text = text_.substr(at_, end - at_);
    at_ = end + 1;
    return text;
  }
  std::string_view bare() {
    peek();
    const std::size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
                                  std::string_view("_.+-").find(text_[at_]) != std::string_view::npos))
      ++at_;
    STATOR_CHECK(at_ > start);
    return text_.substr(start, at_ - start);
  }
  void map() {
    writer_->begin_map();
    accept('{');
    while (!accept('}')) {
      writer_->name(peek() == '\'' ? quoted() : bare());
      STATOR_CHECK(accept(':'));
      value();
      accept(',');
    }
    STATOR_CHECK(writer_->end_map());
  }
  void list() {
    writer_->begin_list();
    accept('[');
    while (!accept(']')) {
      value();
      accept(',');
    }
    writer_->end_list();
  }
  void set() {
    accept('<');
    const char first = peek();
    writer_->begin_set(first == '\'' ? Type::kSs : first == 'b' ? Type::kBs : Type::kNs);
    while (!accept('>')) {
      value();
      accept(',');
    }
    STATOR_CHECK(writer_->end_set());
  }
  void word() {
    const std::string_view text = bare();
    if (text == "true") return writer_->boolean(true);
    if (text == "false") return writer_->boolean(false);
    if (text == "null") return writer_->null();
    if (text == "b") return writer_->binary(quoted());
    auto number = model::Number::parse(text);
    STATOR_CHECK(number.ok());
    writer_->number(*number);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  ValueWriter* writer_;
};

}  // namespace

std::string encode(std::string_view notation) {
  std::string out;
  ValueWriter writer(&out);
  Reader reader(notation, &writer);
  reader.value();
  reader.end();
  STATOR_CHECK(writer.done());
  return out;
}

std::string decode(ValueView value) {
  std::string out;
  const auto separate = [&out](std::size_t from) {
    if (out.size() > from) out += ", ";
  };
  switch (value.type()) {
    case Type::kS:
      return '\'' + std::string(value.text()) + '\'';
    case Type::kB:
      return "b'" + std::string(value.text()) + '\'';
    case Type::kN:
      return value.number().to_string();
    case Type::kBool:
      return value.boolean() ? "true" : "false";
    case Type::kNull:
      return "null";
    case Type::kM:
      out = "{";
      for (const model::Attribute member : value.map()) {
        separate(1);
        out += std::string(member.name) + ": " + decode(member.value);
      }
      return out + '}';
    default:
      break;
  }
  const bool is_list = value.type() == Type::kL;
  out = is_list ? "[" : "<";
  for (const ValueView element : value.elements()) {
    separate(1);
    out += decode(element);
  }
  return out + (is_list ? ']' : '>');
}

Placeholders placeholders(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<Placeholders::Name> names;
  std::vector<Placeholders::Value> values;
  for (const auto& [key, text] : pairs) {
    if (key.starts_with('#'))
      names.push_back({key, text, false});
    else
      values.push_back({key, encode(text), false});
  }
  return Placeholders(std::move(names), std::move(values));
}

TEST(TestValues, NotationRoundTrips) {
  for (const std::string text : {"'a'", "-1.5", "b'x'", "true", "null", "[1, 'a', []]", "<'a', 'b'>",
                                 "<1, 2>", "<b'x'>", "{a: 1, b: {c: [null]}}", "{}"})
    EXPECT_EQ(decode(encode(text)), text);
}

}  // namespace stator::db::expression::test
