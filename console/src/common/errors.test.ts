import { expect, test } from "vitest";
import { problemOf, wantsSignIn } from "./errors";

test("an error of the server is told with its code and its request", () => {
  const error = Object.assign(new Error("no such table"), {
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 400, requestId: "R1" },
  });
  expect(problemOf(error)).toEqual({
    code: "ResourceNotFoundException",
    message: "no such table",
    requestId: "R1",
  });
  expect(wantsSignIn(error)).toBe(false);
});

test("nobody listens", () => {
  expect(problemOf(new TypeError("Failed to fetch")).code).toBe("NoAnswer");
});

test("keys that the server does not know ask for others", () => {
  expect(wantsSignIn(Object.assign(new Error("x"), { name: "UnrecognizedClientException" }))).toBe(true);
  expect(wantsSignIn(Object.assign(new Error("x"), { name: "AccessDeniedException" }))).toBe(false);
});

test("anything may be thrown", () => {
  expect(problemOf("text")).toEqual({ code: "Error", message: "text" });
  expect(problemOf(undefined).message).toBe("undefined");
});
