import { expect, test } from "vitest";
import { familyOf, fileOfHandler, firstCode, languageOfFile } from "./runtimes";

test.each([
  ["python3.13", "lambda_function.lambda_handler", "lambda_function.py"],
  ["python3.13", "app.main.handler", "app/main.py"],
  ["python3.13", "app/main.handler", "app/main.py"],
  ["nodejs22.x", "index.handler", "index.mjs"],
  ["nodejs22.x", "src/index.run", "src/index.mjs"],
  ["provided.al2023", "anything", "bootstrap"],
])("%s looks for %s in %s", (runtime, handler, file) => expect(fileOfHandler(runtime, handler)).toBe(file));

test("the first code has the name of the handler", () => {
  expect(firstCode("python3.13", "a.run", "stream")).toContain("def run(event, context):");
  expect(firstCode("nodejs22.x", "index.go", "plain")).toContain("export const go =");
  expect(firstCode("nodejs22.x", "index.not-a-name", "plain")).toContain("export const handler =");
  expect(firstCode("provided.al2023", "bootstrap", "plain")).toMatch(/^#!\/bin\/sh\n/);
});

test("families and languages", () => {
  expect(familyOf("nodejs20.x")).toBe("node");
  expect(familyOf("provided")).toBe("program");
  expect(languageOfFile("a/b.PY")).toBe("python");
  expect(languageOfFile("bootstrap")).toBe("sh");
  expect(languageOfFile("README")).toBe("text");
});
