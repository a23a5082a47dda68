#include "db/expression/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/expression/reserved_words.h"

namespace stator::db::expression {
namespace {

std::vector<std::string> tokens(std::string_view source) {
  std::vector<std::string> out;
  Lexer lexer(source);
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next())
    out.push_back((token.kind == TokenKind::kUnknown ? "?" : "") + std::string(token.text));
  return out;
}

TEST(Lexer, CutsTokens) {
  using Tokens = std::vector<std::string>;
  EXPECT_EQ(tokens("a.b[10].#c"), (Tokens{"a", ".", "b", "[", "10", "]", ".", "#c"}));
  EXPECT_EQ(tokens("a<>b<=c>=d<e>f=g"),
            (Tokens{"a", "<>", "b", "<=", "c", ">=", "d", "<", "e", ">", "f", "=", "g"}));
  EXPECT_EQ(tokens("\t#0 = :_1\r\n"), (Tokens{"#0", "=", ":_1"}));
  EXPECT_EQ(tokens("a-b+:c"), (Tokens{"a", "-", "b", "+", ":c"}));
  EXPECT_EQ(tokens("f(a, b)"), (Tokens{"f", "(", "a", ",", "b", ")"}));
  EXPECT_EQ(tokens("# : _a $b é"), (Tokens{"?#", "?:", "?_", "a", "?$", "b", "?é"}));
  EXPECT_EQ(tokens("5star"), (Tokens{"5", "star"}));
  EXPECT_EQ(tokens(" "), Tokens{});
}

TEST(Lexer, PlaceholderSyntax) {
  EXPECT_TRUE(is_placeholder("#a_1", '#'));
  EXPECT_TRUE(is_placeholder(":0", ':'));
  EXPECT_FALSE(is_placeholder("#", '#'));
  EXPECT_FALSE(is_placeholder("a", '#'));
  EXPECT_FALSE(is_placeholder(":a", '#'));
  EXPECT_FALSE(is_placeholder("#a-b", '#'));
  EXPECT_FALSE(is_placeholder("", '#'));
}

TEST(Lexer, KeywordsIgnoreCase) {
  EXPECT_TRUE(is_keyword({TokenKind::kIdentifier, "aNd"}, "AND"));
  EXPECT_FALSE(is_keyword({TokenKind::kIdentifier, "and1"}, "AND"));
  EXPECT_FALSE(is_keyword({TokenKind::kName, "#and"}, "AND"));
}

TEST(ReservedWords, IgnoresCase) {
  for (const char* word : {"ABORT", "name", "Status", "zone", "Deterministic", "TTL", "do"})
    EXPECT_TRUE(is_reserved_word(word)) << word;
  for (const char* word :
       {"", "n", "names1", "naming", "ABORTS", "ZONES", "a_very_long_attribute_name", "id"})
    EXPECT_FALSE(is_reserved_word(word)) << word;
}

}  // namespace
}  // namespace stator::db::expression
