// Drives the explorer page of a running hub in a headless browser and says what it saw.
//
//   node check.mjs http://127.0.0.1:8000/ [--browser /usr/bin/chromium] [--pictures FOLDER] [--dark] [--width 1440]
//
// Leaves with 1 if anything is wrong. Outside addresses are blocked for the browser, so a page that needs one fails.

import { chromium } from "playwright-core";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string", default: "/usr/bin/chromium" },
    pictures: { type: "string" },
    dark: { type: "boolean", default: false },
    width: { type: "string", default: "1440" },
  },
});
if (positionals.length !== 1) {
  console.error("usage: node check.mjs URL [--browser PATH] [--pictures FOLDER] [--dark] [--width PIXELS]");
  process.exit(2);
}

const home = new URL(positionals[0]);
const WRONG_TOKEN = "d3Jvbmc.d3Jvbmc.d3Jvbmc";
const failures = [];
const foreign = [];
const complaints = [];
const expectedRefusals = { count: 0 };

const profile = await mkdtemp(join(tmpdir(), "hub-check-"));
if (values.pictures) await mkdir(values.pictures, { recursive: true });
const context = await chromium.launchPersistentContext(profile, {
  executablePath: values.browser,
  headless: true,
  viewport: { width: Number(values.width), height: 860 },
  colorScheme: values.dark ? "dark" : "light",
  locale: "zh-CN",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${home.hostname}`,
  ],
});
try {
  await run(await watchedPage());
} catch (error) {
  expect(false, "the check went through to its end", [error.message]);
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
expect(foreign.length === 0, "no request to another host", foreign);
expect(complaints.length === 0, "no violation of the policy, no error in the console", complaints);
process.exit(failures.length === 0 ? 0 : 1);

async function watchedPage() {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(http|ws)s?:$/.test(url.protocol) && url.host !== home.host) foreign.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    // the browser itself reports the 401 that this check provokes
    if (/status of 401/.test(message.text())) expectedRefusals.count += 1;
    else complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI} ${event.sourceFile}`),
    ),
  );
  return page;
}

async function run(page) {
  const answer = await page.goto(home.href);
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy.startsWith("default-src 'none'"), "the page comes with its policy", [policy]);
  expect((await page.title()).includes("政协委员工作室数据枢纽"), "the title is there");
  await editorReady(page);
  await page.getByRole("heading", { name: /^政协委员工作室数据枢纽/ }).waitFor();
  await picture(page, "1-opened");

  await callersAndExamples(page);
  await documents(page);
  await builder(page);
  await languages(page);
  await tokens(page);
  await completion(page);

  const workers = page.workers().map((worker) => worker.url());
  const own = workers.every((url) => new URL(url).host === home.host);
  expect(workers.length >= 2 && own, "the editor's workers come from the hub", workers);
  expect(new URL(page.url()).href === home.href, "nothing was written into the address", [page.url()]);
}

async function callersAndExamples(page) {
  const picker = page.locator("#hub-caller");
  const callers = (await picker.count())
    ? await picker.locator("option").evaluateAll((options) => options.map(({ value }) => value))
    : ["anonymous"];
  for (const caller of callers.filter((value) => value !== "pasted")) {
    if (await picker.count()) {
      await picker.selectOption(caller);
      await page.waitForTimeout(300); // the schema is asked for again
    }
    const said = (await page.locator(".hub-identity").innerText()).replaceAll(/\s+/g, " ");
    const menu = page.locator("#hub-example");
    if (!(await menu.count())) continue;
    const first = await menu.locator("optgroup option").first();
    const title = await first.innerText();
    await menu.selectOption(await first.getAttribute("value"));
    const text = await ask(page);
    expect(isData(text), `${caller} (${said}) runs “${title}”`, [text.slice(0, 300)]);
    await picture(page, `2-${caller.replaceAll(/\W+/g, "-")}`);
  }
}

async function ask(page) {
  const waiting = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator(".graphiql-execute-button").click();
  await (await waiting).finished();
  await page.waitForFunction(() => globalThis.__MONACO.editor.getModels().some(
    (model) => model.uri.path.endsWith("response.json") && model.getValue() !== "",
  ));
  return page.evaluate(() =>
    globalThis.__MONACO.editor.getModels().find((model) => model.uri.path.endsWith("response.json")).getValue(),
  );
}

function isData(text) {
  const { data, errors } = JSON.parse(text);
  return Boolean(data) && !errors;
}

async function documents(page) {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).waitFor();
  expect(true, "the documentation shows the schema");
  await picture(page, "3-documents");
}

async function builder(page) {
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor .monaco-editor").click();
  await page.keyboard.type("query Built { __typename");
  await page.getByRole("button", { name: /查询构造器/ }).click();
  const panel = page.locator(".graphiql-explorer-root").first();
  await panel.waitFor();
  const fields = panel.locator("[data-field-name]");
  await fields.first().waitFor();
  expect((await fields.count()) > 0, `the query builder lists ${await fields.count()} fields`);
  const before = await queryText(page);
  await fields.first().click();
  await page.waitForTimeout(800);
  expect((await queryText(page)) !== before, "ticking a field in the builder changes the query");
  await picture(page, "4-builder");
}

async function languages(page) {
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: /^Studio Hub/ }).waitFor();
  expect((await page.locator("html").getAttribute("lang")) === "en", "the labels change to English");
  await picture(page, "5-english");
  await page.getByRole("button", { name: "中文" }).click();
}

async function tokens(page) {
  await page.getByRole("button", { name: "令牌", exact: true }).click();
  await page.locator("#hub-token").fill("not a token");
  await page.getByRole("button", { name: "使用" }).click();
  await page.getByText("这不是令牌").waitFor();
  await picture(page, "6-not-a-token");
  await page.locator("#hub-token").fill(WRONG_TOKEN);
  await page.getByRole("button", { name: "使用" }).click();
  const refused = page.locator(".hub-refused");
  await refused.waitFor();
  const said = await refused.innerText();
  expect(said.includes("令牌无效或已过期") && said.includes("has expired"), "a 401 is explained in both languages");
  expect(expectedRefusals.count > 0, "the hub answered 401 to a wrong token");
  expect(!page.url().includes(WRONG_TOKEN), "the token is not in the address");
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(!kept.includes(WRONG_TOKEN), "the token does not outlive the tab");
  await picture(page, "7-refused");
  await page.getByRole("button", { name: "令牌", exact: true }).click();
  await page.getByRole("button", { name: "清除" }).click();
  await refused.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "关闭" }).click();
}

async function completion(page) {
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor .monaco-editor").click();
  await page.keyboard.type("{ ");
  await page.keyboard.press("Control+Space");
  const rows = page.locator(".suggest-widget.visible .monaco-list-row");
  await rows.first().waitFor();
  expect((await rows.count()) > 1, "the editor completes field names");
  await picture(page, "8-completion");
}

async function editorReady(page) {
  await page.locator(".graphiql-query-editor .monaco-editor .view-lines").waitFor();
  await page.waitForFunction(() => globalThis.__MONACO?.editor.getModels().length >= 3);
}

function queryText(page) {
  return page.evaluate(() =>
    globalThis.__MONACO.editor.getModels().find((model) => model.uri.path.endsWith(".graphql")).getValue(),
  );
}

async function picture(page, name) {
  if (!values.pictures) return;
  await page.waitForTimeout(600); // let the editor paint
  await page.screenshot({ path: join(values.pictures, `${name}.png`) });
}

function expect(holds, what, details = []) {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (holds) return;
  failures.push(what);
  for (const detail of details) console.log(`       ${detail}`);
}
