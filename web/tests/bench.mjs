// What the page takes for boards of any size, in a browser: nothing is asserted, for machines differ.
//
//     web/build --release && web/tests/bench target/web/release/boardlint.html 5 50
//
// For a board of each size in megabytes: how long from handing it over to the first judged screen, how long from a change of the
// charter to the next, how much processor time each took (which says more where others use the machine, too), the longest time for
// which the page did not answer, and the memory of the browser's processes.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(join(resolve(process.env.BOARDLINT_BROWSER_MODULES ?? "."), "package.json")));
const { chromium } = require("playwright-core");
const page = pathToFileURL(resolve(process.env.BOARDLINT_PAGE ?? "")).href;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"];

/** How many ticks Linux counts in a second. */
const TICKS = 100;

/** @param {number} pid */
function resident(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * The memory of a process and those that it started in megabytes, each page that several share in parts, and their processor time in
 * seconds.
 * @param {number} root
 */
function used(root) {
  const stats = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const [, pid, rest] = /^(\d+) \(.*\) (.*)$/s.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      const fields = rest.split(" ");
      return [{ pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
    } catch {
      return [];
    }
  });
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const it of stats) if (family.has(it.parent)) family.add(it.pid);
  }
  const own = stats.filter((it) => family.has(it.pid));
  const sum = (/** @type {(it: typeof own[number]) => number} */ of) => own.reduce((sum, it) => sum + of(it), 0);
  return { memory: sum((it) => resident(it.pid)) / 1000, processor: sum((it) => it.ticks) / TICKS };
}

/** @param {any} tab @param {number} root @param {() => Promise<unknown>} act */
async function timed(tab, root, act) {
  const { processor } = used(root);
  const before = await tab.evaluate(() => {
    globalThis.blocked = 0;
    return [Number(document.body.dataset.judgements ?? "0"), performance.now()];
  });
  await act();
  await tab.waitForFunction(([count]) => Number(document.body.dataset.judgements ?? "0") > count && !("judging" in document.body.dataset), before, { polling: 20, timeout: 600_000 });
  const [after, blocked] = await tab.evaluate(() => [performance.now(), globalThis.blocked]);
  return { took: after - before[1], blocked, processor: used(root).processor - processor };
}

const seconds = (/** @type {number} */ milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

console.log("board      loaded   first screen (processor)   after a change (processor)   not answering   memory");
for (const board of process.argv.slice(2)) {
  if (!existsSync(board)) throw new Error(`${board} is not there`);
  const server = await chromium.launchServer({ executablePath: process.env.BOARDLINT_CHROMIUM, args: FLAGS });
  const browser = await chromium.connect(server.wsEndpoint());
  const tab = await browser.newPage();
  const began = performance.now();
  await tab.goto(page);
  await tab.locator("#version").filter({ hasText: /\d/ }).waitFor();
  const loaded = performance.now() - began;
  await tab.evaluate(() => {
    new PerformanceObserver((list) => {
      for (const it of list.getEntries()) globalThis.blocked = Math.max(globalThis.blocked, it.duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  let most = 0;
  const root = server.process().pid ?? 0;
  const watching = setInterval(() => (most = Math.max(most, used(root).memory)), 250);
  const first = await timed(tab, root, () => tab.locator("#choose-files").setInputFiles(board));
  const next = await timed(tab, root, () => tab.locator("#lead-scrum-master").selectOption({ index: 1 }));
  clearInterval(watching);
  const size = `${(statSync(board).size / 1_000_000).toFixed(1)} MB`;
  const blocked = Math.max(first.blocked, next.blocked);
  const both = (/** @type {typeof first} */ it) => `${seconds(it.took)} (${it.processor.toFixed(2)} s)`;
  console.log([size.padEnd(9), seconds(loaded).padEnd(7), both(first).padEnd(25), both(next).padEnd(27), seconds(blocked).padEnd(14), `${Math.round(most)} MB`].join("  "));
  await browser.close();
  await server.close();
}
