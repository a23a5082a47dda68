import { expect, test } from "vitest";
import { policyTemplates, trustTemplates } from "./templates";
import { trustedBy } from "./trust";

const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));

test("a trust policy names services and accounts", () => {
  const policy = {
    Statement: [
      { Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com", "x.amazonaws.com"], AWS: "1" } },
      { Effect: "Allow", Principal: { AWS: "1" } },
      { Effect: "Deny", Principal: { AWS: "2" } },
    ],
  };
  expect(trustedBy(encoded(policy))).toEqual(["lambda.amazonaws.com", "x.amazonaws.com", "1"]);
  expect(trustedBy(encoded({ Statement: { Effect: "Allow", Principal: "*" } }))).toEqual(["*"]);
});

test.each([undefined, "", "%", encoded([]), encoded({ Statement: [1, null, { Effect: "Allow" }] })])(
  "what is no policy names nobody: %j",
  (text) => {
    expect(trustedBy(text)).toEqual([]);
  },
);

test("every trust template names somebody", () => {
  for (const { document } of trustTemplates) expect(trustedBy(encoded(document))).toHaveLength(1);
});

test("no two templates have one name", () => {
  const names = policyTemplates.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
