import { expect, test } from "vitest";
import { fileNameProblem, PROGRAM_MODE, readArchive, textFile, textOf, writeArchive } from "./archive";

test("what is written is read again, with the right to run it", () => {
  const files = [textFile("bootstrap", "#!/bin/sh\n"), textFile("lib/größe.py", "x = 'ä'\n")];
  const read = readArchive(writeArchive(files));
  expect(read).toEqual(files);
  expect(read[0]?.mode).toBe(PROGRAM_MODE);
});

test("the same files are the same archive", () => {
  const files = [textFile("a.py", "pass\n")];
  expect(writeArchive(files)).toEqual(writeArchive(files));
});

test("what is no archive is an error, and so is one that is too large", () => {
  expect(() => readArchive(new Uint8Array([1, 2, 3]))).toThrow();
  const large = writeArchive([textFile("a", "x".repeat((4 << 20) + 1))]);
  expect(() => readArchive(large)).toThrow("more than is edited here");
  const many = Array.from({ length: 201 }, (_, index) => textFile(`f${index}`, ""));
  expect(() => readArchive(writeArchive(many))).toThrow("more than is edited here");
});

test("bytes that are no text are not edited", () => {
  expect(textOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]))).toBeUndefined();
  expect(textOf(new Uint8Array([0xff, 0xfe]))).toBeUndefined();
  expect(textOf(new TextEncoder().encode("\ufeffa"))).toBe("\ufeffa");
});

test.each([
  ["a.py", undefined],
  ["lib/a.py", undefined],
  ["", "Give the file a name."],
  ["/etc/passwd", "A path inside the archive, such as lib/helper.py."],
  ["../x", "A path inside the archive, such as lib/helper.py."],
  ["a//b", "A path inside the archive, such as lib/helper.py."],
  ["there.py", "There is such a file."],
])("%s as the name of a file", (name, problem) => expect(fileNameProblem(name, ["there.py"])).toBe(problem));
