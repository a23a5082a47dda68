#include "telemetry/json_pattern.h"

#include <algorithm>
#include <charconv>

#include "base/wildcards.h"
#include "telemetry/messages.h"
#include "telemetry/pattern_cursor.h"

namespace stator::telemetry {

namespace {

using base::JsonKind;
using base::JsonMember;
using base::JsonValue;
using Node = JsonPattern::Node;
using Step = JsonPattern::Step;
using Comparison = Node::Comparison;

constexpr int kMaxDepth = 32;             // of parentheses
constexpr std::size_t kMaxRegexes = 2;    // documented
constexpr std::size_t kMaxWildcards = 1;  // of one selector; documented
constexpr std::size_t kMaxConditions = 64;

std::string invalid() { return messages::kInvalid; }

// What an unquoted value may have besides.
bool is_value(char c) { return is_word(c) || std::string_view("*.:/@#+$").find(c) != std::string_view::npos; }

template <typename T>
using Result = base::Result<T, std::string>;

class Parser : PatternCursor {
 public:
  explicit Parser(std::string_view text) : PatternCursor(text) {}

  Result<Node> parse() {
    if (!take("{")) return invalid();
    STATOR_ASSIGN(Node root, alternatives(0));
    if (!take("}")) return invalid();
    skip_blanks();
    if (!rest_.empty()) return invalid();
    return root;
  }

  // Once to parse the message, once for each condition, and what regular expressions take.
  std::size_t work_per_byte() const { return 1 + conditions_ + regex_size_; }

 private:
  // A word by itself, such as IS.
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word) || (rest_.size() > word.size() && is_word(rest_[word.size()]))) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  Result<Node> joined(Node::Kind kind, std::string_view separator, int depth) {
    Node node;
    node.kind = kind;
    do {
      STATOR_ASSIGN(Node child,
                    kind == Node::Kind::kOr ? joined(Node::Kind::kAnd, "&&", depth) : operand(depth));
      node.children.push_back(std::move(child));
    } while (take(separator));
    if (node.children.size() > 1) return node;
    Node only = std::move(node.children.front());
    return only;
  }

  // && binds closer than ||.
  Result<Node> alternatives(int depth) { return joined(Node::Kind::kOr, "||", depth); }

  Result<Node> operand(int depth) {
    if (!take("(")) return condition();
    if (depth == kMaxDepth) return invalid();
    STATOR_ASSIGN(Node inner, alternatives(depth + 1));
    if (!take(")")) return invalid();
    return inner;
  }

  Result<Node> condition() {
    if (++conditions_ > kMaxConditions) return invalid();
    Node node;
    STATOR_ASSIGN(node.path, selector());
    if (take_word("IS")) {
      if (take_word("NULL")) {
        node.kind = Node::Kind::kIsNull;
      } else if (take_word("TRUE")) {
        node.kind = Node::Kind::kIsTrue;
      } else if (take_word("FALSE")) {
        node.kind = Node::Kind::kIsFalse;
      } else {
        return invalid();
      }
      return node;
    }
    if (take_word("NOT")) {
      if (!take_word("EXISTS")) return invalid();
      node.kind = Node::Kind::kNotExists;
      return node;
    }
    return comparison(std::move(node));
  }

  Result<Node> comparison(Node node) {
    constexpr std::pair<std::string_view, Comparison> kOperators[] = {
        {"!=", Comparison::kNotEqual}, {"<=", Comparison::kLessOrEqual}, {">=", Comparison::kGreaterOrEqual},
        {"=", Comparison::kEqual},     {"<", Comparison::kLess},         {">", Comparison::kGreater}};
    const auto* op = std::find_if(std::begin(kOperators), std::end(kOperators),
                                  [this](const auto& each) { return take(each.first); });
    if (op == std::end(kOperators)) return invalid();
    node.comparison = op->second;
    const bool by_order = node.comparison != Comparison::kEqual && node.comparison != Comparison::kNotEqual;
    skip_blanks();
    if (rest_.empty()) return invalid();
    if (rest_.front() == '%') {
      STATOR_ASSIGN(node.regex, regex());
    } else if (rest_.front() == '"') {
      auto text = take_quoted(&rest_);
      if (!text) return invalid();
      node.text = std::move(*text);
    } else {
      node.text = take_while(is_value);
      if (node.text.empty()) return invalid();
      double number = 0;
      const char* end = node.text.data() + node.text.size();
      const auto read = std::from_chars(node.text.data(), end, number);
      if (read.ec == std::errc() && read.ptr == end) node.number = number;
    }
    if (by_order && !node.number) return invalid();
    return node;
  }

  Result<std::optional<Regex>> regex() {
    const std::size_t end = rest_.find('%', 1);
    if (end == rest_.npos || ++regexes_ > kMaxRegexes) return invalid();
    STATOR_ASSIGN(Regex compiled, Regex::parse(rest_.substr(1, end - 1)));
    regex_size_ += compiled.size();
    if (regex_size_ > Regex::kMaxSize) return invalid();
    rest_.remove_prefix(end + 1);
    return std::optional<Regex>(std::move(compiled));
  }

  // $.name.other[2][*].*
  Result<std::vector<Step>> selector() {
    std::vector<Step> steps;
    std::size_t wildcards = 0;
    if (!take("$")) return invalid();
    while (!rest_.empty() && (rest_.front() == '.' || rest_.front() == '[')) {
      const bool is_member = rest_.front() == '.';
      rest_.remove_prefix(1);
      Step step;
      if (!rest_.empty() && rest_.front() == '*') {
        rest_.remove_prefix(1);
        step.kind = Step::Kind::kAny;
        if (++wildcards > kMaxWildcards) return invalid();
      } else if (is_member) {
        step.name = take_while(is_word);
        if (step.name.empty()) return invalid();
      } else {
        const std::string digits = take_while([](char c) { return c >= '0' && c <= '9'; });
        const char* end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, step.index);
        if (digits.empty() || read.ec != std::errc()) return invalid();
        step.kind = Step::Kind::kIndex;
      }
      if (!is_member) {
        if (rest_.empty() || rest_.front() != ']') return invalid();
        rest_.remove_prefix(1);
      }
      steps.push_back(std::move(step));
    }
    if (steps.empty()) return invalid();
    return steps;
  }

  std::size_t regexes_ = 0;
  std::size_t regex_size_ = 0;
  std::size_t conditions_ = 0;
};

// What the rest of a selector names; a wildcard names several.
void select(JsonValue from, const Step* step, const Step* end, std::vector<JsonValue>* found) {
  if (step == end) {
    found->push_back(from);
    return;
  }
  if (from.is_object() && step->kind != Step::Kind::kIndex) {
    for (const JsonMember member : from.members()) {
      if (step->kind != Step::Kind::kAny && member.name != step->name) continue;
      select(member.value, step + 1, end, found);
      if (step->kind != Step::Kind::kAny) return;
    }
  }
  if (!from.is_array() || step->kind == Step::Kind::kName) return;
  std::size_t index = 0;
  for (const JsonValue element : from.elements()) {
    if (step->kind == Step::Kind::kAny || index == step->index) select(element, step + 1, end, found);
    ++index;
  }
}

bool equals(const Node& node, JsonValue value) {
  if (value.is_string())
    return node.regex ? node.regex->matches(value.text()) : base::matches_wildcards(node.text, value.text());
  if (value.is_number() && node.number) return value.number() == *node.number;
  return node.text == "*" && !value.is_null();  // there is something
}

bool compares(const Node& node, JsonValue value) {
  switch (node.comparison) {
    case Comparison::kEqual:
      return equals(node, value);
    case Comparison::kNotEqual:
      return !equals(node, value);
    case Comparison::kLess:
      return value.is_number() && value.number() < *node.number;
    case Comparison::kLessOrEqual:
      return value.is_number() && value.number() <= *node.number;
    case Comparison::kGreater:
      return value.is_number() && value.number() > *node.number;
    case Comparison::kGreaterOrEqual:
      break;
  }
  return value.is_number() && value.number() >= *node.number;
}

bool holds(const Node& node, JsonValue root) {
  const auto child_holds = [root](const Node& child) { return holds(child, root); };
  if (node.kind == Node::Kind::kAnd)
    return std::all_of(node.children.begin(), node.children.end(), child_holds);
  if (node.kind == Node::Kind::kOr)
    return std::any_of(node.children.begin(), node.children.end(), child_holds);
  std::vector<JsonValue> found;
  select(root, node.path.data(), node.path.data() + node.path.size(), &found);
  if (node.kind == Node::Kind::kNotExists) return found.empty();
  return std::any_of(found.begin(), found.end(), [&node](JsonValue value) {
    switch (node.kind) {
      case Node::Kind::kIsNull:
        return value.is_null();
      case Node::Kind::kIsTrue:
        return value.kind() == JsonKind::kTrue;
      case Node::Kind::kIsFalse:
        return value.kind() == JsonKind::kFalse;
      default:
        return compares(node, value);
    }
  });
}

}  // namespace

base::Result<JsonPattern, std::string> JsonPattern::parse(std::string_view text) {
  JsonPattern pattern;
  Parser parser(text);
  STATOR_ASSIGN(pattern.root_, parser.parse());
  pattern.work_per_byte_ = parser.work_per_byte();
  return pattern;
}

bool JsonPattern::matches(std::string_view message) const {
  const std::size_t begin = message.find_first_not_of(" \t\r\n");
  if (begin == message.npos || message[begin] != '{') return false;
  const std::string text(message);
  base::JsonParser parser;
  const auto root = parser.parse(text);
  return root && root->is_object() && holds(root_, *root);
}

}  // namespace stator::telemetry
