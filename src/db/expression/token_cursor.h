// What parsers of a token stream share: a window of three tokens, the first error, and a bound on recursion.
// Used for expressions and for PartiQL statements.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stator::db::expression {

// A Lexer has next(), which gives tokens of one type: {kind, text}, {Kind::kEnd} without end after the last
// one.
template <typename Lexer>
class TokenCursor {
 public:
  using Token = decltype(std::declval<Lexer&>().next());
  using Kind = decltype(Token::kind);

  // `text` must outlive the cursor and its tokens.
  explicit TokenCursor(std::string_view text)
      : lexer_(text), previous_{Kind::kEnd, text.substr(0, 0)}, current_(lexer_.next()), following_(next()) {}

  const Token& previous() const { return previous_; }  // without text at the start
  const Token& current() const { return current_; }
  const Token& following() const { return following_; }

  void advance() {
    previous_ = current_;
    current_ = following_;
    following_ = next();
  }
  bool accept(Kind kind) {
    if (current_.kind != kind) return false;
    advance();
    return true;
  }

 private:
  Token next() { return current_.kind == Kind::kEnd ? current_ : lexer_.next(); }

  Lexer lexer_;
  Token previous_;
  Token current_;
  Token following_;
};

// What is wrong with a text. A fatal mistake (of the syntax) ends parsing and wins wherever it stands. Of the
// others, which are reported while parsing goes on, the first one of the lowest class wins.
class ParseErrors {
 public:
  // Always false.
  bool fail(std::string message) {
    if (!fatal_) fatal_ = std::move(message);
    return false;
  }
  void report(std::string message, int error_class = 0) {
    if (reported_ && class_ <= error_class) return;
    reported_ = std::move(message);
    class_ = error_class;
  }
  bool any() const { return fatal_ || reported_; }
  // Precondition: any().
  std::string take() { return std::move(fatal_ ? *fatal_ : *reported_); }

 private:
  std::optional<std::string> fatal_;
  std::optional<std::string> reported_;
  int class_ = 0;
};

// Counts a level of recursion, for its lifetime.
class ParseDepth {
 public:
  explicit ParseDepth(int* depth) : depth_(depth) { ++*depth_; }
  ~ParseDepth() { --*depth_; }
  ParseDepth(const ParseDepth&) = delete;
  ParseDepth& operator=(const ParseDepth&) = delete;

 private:
  int* depth_;
};

}  // namespace stator::db::expression
