#include "db/expression/projection.h"

#include <gtest/gtest.h>

#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

std::string project(std::string_view text, std::string_view item) {
  Placeholders names = test::placeholders({{"#a", "a"}, {"#dot", "x.y"}});
  auto projection = Projection::parse(text, names);
  if (!projection.ok()) return projection.error().message;
  const std::string bytes = test::encode(item);
  std::string out = "kept";  // it appends
  projection->project(model::ItemView(bytes), &out);
  EXPECT_TRUE(out.starts_with("kept"));
  return test::decode(std::string_view(out).substr(4));
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(Projection, Projects) {
  const char* item =
      "{a: 1, b: {c: 2, d: {e: 3, f: 4}}, l: [10, 11, {x: 12, y: 13}, [14, 15], 16], 'x.y': 'dot', s: <1, "
      "2>, em: {}}";
  const Case cases[] = {
      {"a", "{a: 1}"},
      {"s, a", "{a: 1, s: <1, 2>}"},
      {"#dot, #a", "{a: 1, x.y: 'dot'}"},
      {"q", "{}"},
      {"q.r, q.s", "{}"},
      {"b.d", "{b: {d: {e: 3, f: 4}}}"},
      {"b.d.e, b.c", "{b: {c: 2, d: {e: 3}}}"},
      {"b.q, a", "{a: 1}"},
      {"b.d.q, b.c", "{b: {c: 2}}"},
      {"em.x", "{}"},
      {"em", "{em: {}}"},
      {"a.b, a[0]",
       "Invalid ProjectionExpression: Two document paths conflict with each other; must remove or rewrite "
       "one "
       "of these paths; path one: [a, b], path two: [a, [0]]"},
      {"a.x", "{}"},
      // Several elements come back compacted, in ascending order.
      {"l[4], l[0]", "{l: [10, 16]}"},
      {"l[2].y, l[2].x, l[0]", "{l: [10, {x: 12, y: 13}]}"},
      {"l[3][1], l[99]", "{l: [[15]]}"},
      {"l[99]", "{}"},
      {"l.x", "{}"},
      {"b[0]", "{}"},
  };
  for (const Case& c : cases) EXPECT_EQ(project(c.text, item), c.expected) << c.text;
}

TEST(Projection, Refuses) {
  const std::string overlap =
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ";
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"Name", "Attribute name is a reserved keyword; reserved keyword: Name"},
      {"a, b.Date", "Attribute name is a reserved keyword; reserved keyword: Date"},
      {"#q", "An expression attribute name used in the document path is not defined; attribute name: #q"},
      {"a,", "Syntax error; token: \"<EOF>\", near: \",\""},
      {"a b", "Syntax error; token: \"b\", near: \"a b\""},
      {"a, :v", "Syntax error; token: \":v\", near: \", :v\""},
      {"foo-bar", "Syntax error; token: \"-\", near: \"foo-bar\""},
      {"a[0", "Syntax error; token: \"<EOF>\", near: \"0\""},
      {"a[]", "Syntax error; token: \"]\", near: \"[]\""},
      {"size(a)", "Syntax error; token: \"(\", near: \"size(a\""},
      {"[0]", "Syntax error; token: \"[\", near: \"[0\""},
      {"a, a", overlap + "[a], path two: [a]"},
      {"a, #a", overlap + "[a], path two: [a]"},
      {"a, a.b", overlap + "[a], path two: [a, b]"},
      {"a.b, c, a", overlap + "[a, b], path two: [a]"},
      {"a[1], a.b.c, d",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: "
       "[a, [1]], path two: [a, b, c]"},
      {"a.b, a.c, a.b[0], a.b[1]", overlap + "[a, b], path two: [a, b, [0]]"},
      {std::string(4097, 'a'), "Expression size has exceeded the maximum allowed size;"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(project(c.text, "{}"), "Invalid ProjectionExpression: " + c.expected) << c.text;
}

TEST(Projection, RootNames) {
  Placeholders none;
  auto projection = Projection::parse("c[0], a.b, c[1], a.d, b", none);
  ASSERT_TRUE(projection.ok());
  EXPECT_EQ(projection->root_names(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Projection, OfNothing) {
  std::string out;
  Projection(std::vector<Path>{}).project(model::ItemView(), &out);
  EXPECT_EQ(test::decode(out), "{}");
  Placeholders none;
  out.clear();
  Projection::parse("a.b", none)->project(model::ItemView(), &out);
  EXPECT_EQ(test::decode(out), "{}");
}

// About as many paths as 4,096 bytes hold.
TEST(Projection, ManyPaths) {
  std::string text = "b";
  for (int i = 100; i < 900; ++i) text += ",a" + std::to_string(i);
  EXPECT_EQ(project(text, "{b: 1, a7: 2, a107: 3}"), "{a107: 3, b: 1}");
  EXPECT_TRUE(project(text + ",a500.x", "{}").ends_with("path one: [a500], path two: [a500, x]"));
}

// Many paths into maps and lists of many: what each path gives by itself.
TEST(Projection, ManyPathsIntoMany) {
  std::string item = "{m: {", list = "l: [";
  for (int i = 1000; i < 2000; ++i) {
    const std::string number = std::to_string(i);
    item += (i == 1000 ? "k" : ", k") + number + ": {x: " + number + "}";
    list += (i == 1000 ? "" : ", ") + number;
  }
  item += "}, " + list + "]";
  for (int i = 1000; i < 2000; ++i) item += ", r" + std::to_string(i) + ": [[" + std::to_string(i) + "]]";
  item += "}";
  std::string text = "l[999], l[1000], m.k0.x, z.x", in_map, in_list, roots;
  for (int i = 1000; i < 2000; i += 17) {
    const std::string number = std::to_string(i);
    text += ", m.k" + number + ".x, m.k" + number + ".y, l[" + std::to_string(i - 1000) + "], r" + number +
            "[0][0], r" + number + "x.y";
    in_map += (in_map.empty() ? "k" : ", k") + number + ": {x: " + number + "}";
    in_list += (in_list.empty() ? "" : ", ") + number;
    roots += ", r" + number + ": [[" + number + "]]";
  }
  EXPECT_LE(text.size(), 4096u);
  EXPECT_EQ(project(text, item), "{l: [" + in_list + ", 1999], m: {" + in_map + "}" + roots + "}");
}

}  // namespace
}  // namespace stator::db::expression
