import { expect, test } from "vitest";
import { ANYBODY, keepSession, loadSession } from "./session";

class Memory implements Storage {
  readonly items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  clear() {
    this.items.clear();
  }
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  key(index: number) {
    return [...this.items.keys()][index] ?? null;
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
  setItem(key: string, value: string) {
    this.items.set(key, value);
  }
}

const HERE = "http://localhost:8000";
const SOMEBODY = { region: "eu-west-1", accessKeyId: "AKIA", secretAccessKey: "secret" };

test("a tab that is new asks as anybody", () => {
  expect(loadSession(new Memory(), HERE)).toEqual({ endpoint: HERE, region: "us-east-1", ...ANYBODY });
});

test("a session outlives a reload, but the endpoint is always the page's own", () => {
  const storage = new Memory();
  keepSession(storage, { endpoint: "http://elsewhere", ...SOMEBODY, sessionToken: "token" });
  expect(loadSession(storage, HERE)).toEqual({ endpoint: HERE, ...SOMEBODY, sessionToken: "token" });
});

test.each(["not JSON", "null", "[]", '{"region": 1}', '{"region":"x","accessKeyId":"a"}'])(
  "what is not a session is not one: %s",
  (text) => {
    const storage = new Memory();
    storage.setItem("stator-session", text);
    expect(loadSession(storage, HERE).accessKeyId).toBe(ANYBODY.accessKeyId);
  },
);
