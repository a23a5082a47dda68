import { expect, test } from "vitest";
import { parseInline, parseMarkdown, safeHref } from "./markdown";

test("headings, paragraphs and rules", () => {
  expect(parseMarkdown("# Title\n\none\ntwo\n\n---\n## Less")).toEqual([
    { kind: "heading", level: 1, text: ["Title"] },
    { kind: "paragraph", text: ["one\ntwo"] },
    { kind: "rule" },
    { kind: "heading", level: 2, text: ["Less"] },
  ]);
});

test("marks in a line", () => {
  expect(parseInline("a **b** `*c*` \\*d*")).toEqual([
    "a ",
    { kind: "strong", children: ["b"] },
    " ",
    { kind: "code", text: "*c*" },
    " *d*",
  ]);
  expect(parseInline("**b** and *c*")).toEqual([
    { kind: "strong", children: ["b"] },
    " and ",
    { kind: "em", children: ["c"] },
  ]);
  expect(parseInline("2 * 3, a ** b")).toEqual(["2 * 3, a ** b"]);
});

test("links lead to the web only", () => {
  expect(parseInline("[docs](https://example.com/a?b=c)")).toEqual([
    { kind: "link", href: "https://example.com/a?b=c", children: ["docs"] },
  ]);
  expect(parseInline("[button:primary:Go](http://example.com/)")).toMatchObject([{ children: ["Go"] }]);
  for (const href of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//x",
    "vbscript:x",
    " java\nscript:x",
    "#a",
    "",
  ]) {
    expect(safeHref(href)).toBeUndefined();
    expect(parseInline(`[x](${href})`).every((node) => typeof node === "string")).toBe(true);
  }
});

test("HTML is text", () => {
  expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([
    { kind: "paragraph", text: ["<img src=x onerror=alert(1)>"] },
  ]);
});

test("lists, also in lists", () => {
  expect(parseMarkdown("- a\n- b\n  1. c\n  2. d\n- e")).toEqual([
    {
      kind: "list",
      ordered: false,
      items: [
        { text: ["a"] },
        { text: ["b"], items: { kind: "list", ordered: true, items: [{ text: ["c"] }, { text: ["d"] }] } },
        { text: ["e"] },
      ],
    },
  ]);
});

test("code, quotes and tables", () => {
  expect(parseMarkdown("```\n# no **mark**\n```\n> said\n> so\n\na | b\n--|--\n1 | 2")).toEqual([
    { kind: "code", text: "# no **mark**" },
    { kind: "quote", text: ["said\nso"] },
    { kind: "table", head: [["a"], ["b"]], rows: [[["1"], ["2"]]] },
  ]);
});

test.each(["*", "**", "`", "[", "[a](", "- ", "> ", "|", "#", "\\", "_", "- - "])(
  "a megabyte of %s is read in no time",
  (piece) => {
    const began = performance.now();
    parseMarkdown(piece.repeat(1_000_000 / piece.length));
    parseMarkdown(`${piece}\n`.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(5000);
  },
);
