// What the page takes for boards of any size, in a browser: nothing is asserted, for machines differ.
//
//     web/build --release && web/tests/bench target/web/release/boardlint.html 5 50
//
// For a board of each size in megabytes: how long from handing it over to the first judged screen, how long from a change of the
// charter to the next, the longest time for which the page did not answer, and the memory of the browser's processes.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(join(resolve(process.env.BOARDLINT_BROWSER_MODULES ?? "."), "package.json")));
const { chromium } = require("playwright-core");
const page = pathToFileURL(resolve(process.env.BOARDLINT_PAGE ?? "")).href;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"];

/** The memory of a process and those that it started, in megabytes, shared pages counted once for each. @param {number} root */
function memory(root) {
  const stats = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const [, pid, rest] = /^(\d+) \(.*\) (.*)$/s.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      const resident = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, "utf8"))?.[1] ?? 0);
      return [{ pid: Number(pid), parent: Number(rest.split(" ")[1]), resident }];
    } catch {
      return [];
    }
  });
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const it of stats) if (family.has(it.parent)) family.add(it.pid);
  }
  return stats.filter((it) => family.has(it.pid)).reduce((sum, it) => sum + it.resident, 0) / 1000;
}

/** @param {any} tab @param {() => Promise<unknown>} act */
async function timed(tab, act) {
  const before = await tab.evaluate(() => {
    globalThis.blocked = 0;
    return [Number(document.body.dataset.judgements ?? "0"), performance.now()];
  });
  await act();
  await tab.waitForFunction(([count]) => Number(document.body.dataset.judgements ?? "0") > count && !("judging" in document.body.dataset), before, { polling: 20, timeout: 600_000 });
  const [after, blocked] = await tab.evaluate(() => [performance.now(), globalThis.blocked]);
  return { took: after - before[1], blocked };
}

const seconds = (/** @type {number} */ milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

console.log("board      loaded   first screen   after a change   not answering   memory");
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
  const watching = setInterval(() => (most = Math.max(most, memory(server.process().pid ?? 0))), 250);
  const first = await timed(tab, () => tab.locator("#choose-files").setInputFiles(board));
  const next = await timed(tab, () => tab.locator("#lead-scrum-master").selectOption({ index: 1 }));
  clearInterval(watching);
  const size = `${(statSync(board).size / 1_000_000).toFixed(1)} MB`;
  const blocked = Math.max(first.blocked, next.blocked);
  console.log([size.padEnd(9), seconds(loaded).padEnd(7), seconds(first.took).padEnd(13), seconds(next.took).padEnd(15), seconds(blocked).padEnd(14), `${Math.round(most)} MB`].join("  "));
  await browser.close();
  await server.close();
}
