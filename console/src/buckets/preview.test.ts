import { expect, test } from "vitest";
import { hexDump, imageType, languageOf, previewOf, textOf } from "./preview";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a page is shown as text", () => {
  expect(previewOf("evil.html", "text/html", bytes("<script>alert(1)</script>"))).toBe("text");
});

test("an image has a type of ours, whatever it says it is", () => {
  expect(imageType("a/photo.PNG", "text/html")).toBe("image/png");
  expect(imageType("a/photo", "image/jpeg; charset=x")).toBe("image/jpeg");
  expect(imageType("a.png/photo", "image/evil")).toBeUndefined();
  expect(previewOf("x.svg", undefined, bytes("<svg/>"))).toBe("image");
});

test("what is not UTF-8, or has a zero byte, is bytes", () => {
  expect(previewOf("x", "text/plain", new Uint8Array([0xff, 0xfe, 0x41]))).toBe("bytes");
  expect(previewOf("x", undefined, bytes("a\u0000b"))).toBe("bytes");
});

test("a character that is cut at the end is left out", () => {
  expect(textOf(bytes("aü").subarray(0, 2))).toBe("a");
});

test("languages by name or type", () => {
  expect(languageOf("x", "application/json")).toBe("json");
  expect(languageOf("a.d/x.py", undefined)).toBe("python");
  expect(languageOf("noextension", undefined)).toBe("text");
});

test("bytes as people read them", () => {
  expect(hexDump(bytes("Hello, world 1234!\n"))).toBe(
    "00000000  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 20 31 32 33  Hello, world 123\n" +
      "00000010  34 21 0a                                         4!.",
  );
});
