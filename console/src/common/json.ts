// JSON as text: what it says is left as it is. JSON.parse() would round numbers of more than 16 digits.

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

// The document with line breaks and indents; undefined if it is none.
export function prettyJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = text.match(TOKENS) ?? [];
  let pretty = "";
  let depth = 0;
  const newLine = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach((token, index) => {
    const closed = tokens[index + 1] === "}" || tokens[index + 1] === "]";
    if (token === "{" || token === "[") {
      depth += 1;
      pretty += closed ? token : token + newLine();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      const before = tokens[index - 1];
      pretty += before === "{" || before === "[" ? token : newLine() + token;
    } else if (token === ",") pretty += token + newLine();
    else pretty += token === ":" ? ": " : token;
  });
  return pretty;
}
