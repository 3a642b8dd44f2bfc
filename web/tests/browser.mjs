// Opens the built page as people would, and notes everything that it must never do.
//
// BOARDLINT_PAGE is the page, BOARDLINT_CHROMIUM a Chromium, BOARDLINT_BROWSER_MODULES a folder in whose node_modules
// playwright-core and axe-core lie. `web/tests/run` sets all of them.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: web/tests/run sets it`);
  return value;
}

const require = createRequire(pathToFileURL(join(resolve(given("BOARDLINT_BROWSER_MODULES")), "package.json")));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const page = resolve(given("BOARDLINT_PAGE"));

export const fixtures = fileURLToPath(new URL("../../fixtures/bakery/", import.meta.url));

export const LOOKS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** How long an answer may take before something is taken to be stuck: not a measure of speed. */
const PATIENCE = 240_000;

let browser;
export async function start() {
  browser = await chromium.launch({
    executablePath: given("BOARDLINT_CHROMIUM"),
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
export const stop = () => browser.close();

/** Where the page is: on the disk, or at a server of this computer that knows nothing else. */
export async function served(how) {
  if (how === "file") return { address: pathToFileURL(page).href, close: () => {} };
  const html = readFileSync(page);
  const server = createServer((request, response) => {
    const found = request.url === "/";
    response.writeHead(found ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(found ? html : "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://localhost:${server.address().port}/`, close: () => server.close() };
}

/**
 * A page that is open, with a list of its faults: messages on the console, errors, and requests for anything but itself.
 */
export async function opened(how = "file", look = LOOKS.desktop) {
  const { address, close } = await served(how);
  const context = await browser.newContext({ ...look, acceptDownloads: true, serviceWorkers: "block" });
  context.setDefaultTimeout(PATIENCE);
  const tab = await context.newPage();
  const faults = [];
  tab.on("console", (message) => faults.push(`console: ${message.text()}`));
  tab.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  tab.on("crash", () => faults.push("the page crashed"));
  tab.on("request", (request) => {
    const url = request.url();
    if (url !== address && !/^(blob:|data:|about:)/.test(url)) faults.push(`request: ${url}`);
  });
  context.on("page", () => faults.push("another page was opened"));
  await tab.goto(address);
  await tab.locator("#version").filter({ hasText: /\d/ }).waitFor();
  return { tab, context, faults, address, end: async () => (await context.close(), close()) };
}

/** Hands files over as the button does, and waits for the judgement. */
export async function hand(tab, files) {
  const before = await tab.evaluate(() => document.body.dataset.judgements ?? "0");
  await tab.locator("#choose-files").setInputFiles(files);
  await judged(tab, before);
}

/** How often the page has judged. */
export const judgements = (tab) => tab.evaluate(() => document.body.dataset.judgements ?? "0");

/** Waits for a judgement after `before`, and until none is under way. */
export async function judged(tab, before) {
  await tab.waitForFunction((before) => Number(document.body.dataset.judgements ?? "0") > Number(before) && !("judging" in document.body.dataset), before);
}

/** Does something, and waits for the judgement that comes of it. */
export async function andJudged(tab, act) {
  const before = await judgements(tab);
  await act();
  await judged(tab, before);
}

/** What a download holds. */
export async function saved(tab, act) {
  const [download] = await Promise.all([tab.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** Everything folded is opened, for it belongs to the page. */
export const unfold = (tab) =>
  tab.evaluate(() => {
    for (const it of document.querySelectorAll("details")) it.open = true;
  });

/** What axe finds, and whether the page scrolls sideways. */
export async function faultsOfForm(tab) {
  await unfold(tab);
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], iframes: false }));
  const found = violations.map((it) => `axe: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  const wide = await tab.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return "";
    const culprits = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > width + 1 && !it.closest(".steps"));
    return culprits.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)).join(" | ") || "something";
  });
  return wide ? [...found, `it scrolls sideways: ${wide}`] : found;
}

/** The text of the report's frame. */
export const report = (tab) => tab.frameLocator("#report-frame").locator("body");
