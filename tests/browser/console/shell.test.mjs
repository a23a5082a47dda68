// What every page has around it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./harness.mjs";

test("the console opens with the tables, and says who asks", async (t) => {
  const page = await open(t);
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  await page.getByRole("button", { name: "000000000000" }).waitFor();
  assert.equal(await page.title(), "Tables | Stator");
  page.check();
});

test("a page may be opened by its address, and says so if there is none", async (t) => {
  const page = await open(t, "/nowhere");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.getByRole("link", { name: "Functions", exact: true }).click();
  await page.waitForURL("**/_console/functions");
  page.check();
});

test("a region is picked and stays for the tab", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "Region" }).click();
  await page.getByRole("menuitem", { name: "eu-west-1" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Region" }).filter({ hasText: "eu-west-1" }).waitFor();
  page.check();
});

test("twelve digits are an account of their own", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "000000000000" }).click();
  await page.getByRole("menuitem", { name: "Use other keys" }).click();
  await page.getByLabel("Access key id").fill("123456789012");
  await page.getByRole("button", { name: "Use", exact: true }).click();
  await page.getByRole("button", { name: "123456789012" }).waitFor();
  page.check();
});
