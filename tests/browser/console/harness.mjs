// The console in a real browser: CONSOLE_URL is where it is, STATOR_ENDPOINT the server that it calls. Both are given by
// tests/browser/test_console.py; one who works on the console may have the first from `npx vite` in console/.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

export const endpoint = process.env.STATOR_ENDPOINT ?? "http://127.0.0.1:8000";
export const consoleUrl = process.env.CONSOLE_URL ?? `${endpoint}/_console`;
export const clientOptions = {
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "console", secretAccessKey: "console" },
};
const LIMIT_MS = 20_000 * Number(process.env.STATOR_SLOWNESS ?? 1);

function browserProgram() {
  for (const name of ["chromium-headless-shell", "chromium"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf-8" }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error("Chromium is not installed; ./dev test browser installs it");
}

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: browserProgram(), args: ["--no-sandbox"] });
});
after(() => browser?.close());

// A page of the console in a browser of its own; `path` is below /_console. What the page could not do (a script that is
// refused, an exception that nobody caught) fails the test: `await page.check()` at its end.
export async function open(t, path = "/", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, acceptDownloads: true, ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(LIMIT_MS);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|violates the following/.test(message.text())) faults.push(message.text());
  });
  page.check = () => {
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
  await page.goto(consoleUrl + path);
  return page;
}

// An option of a select. A click on a list that has just come up may be lost while the machine is busy: then again.
export async function pick(page, label, option) {
  const select = page.getByRole("button", { name: label });
  const choice = page.getByRole("option", { name: option });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if ((await choice.count()) === 0) await select.click(); // a second click would close its list
    await choice.click();
    if ((await select.filter({ hasText: option }).count()) > 0) return;
  }
  assert.fail(`${option} could not be picked`);
}
