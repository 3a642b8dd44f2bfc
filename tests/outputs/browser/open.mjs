// Opens pages as people would, on a screen, on a phone and on paper, and says what is wrong with them.
//
//   node open.mjs MODULES CHROMIUM PAGE…         prints one line a fault, on how many sheets each page is printed, how many cards
//                                                stand whole on paper, and `opened N pages`
//   node open.mjs MODULES CHROMIUM --pictures FOLDER PAGE…   also writes pictures of them
//
// MODULES is a folder in whose node_modules playwright-core and axe-core lie.
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const [modules, browserPath, ...rest] = process.argv.slice(2);
const pictures = rest[0] === "--pictures" ? rest.splice(0, 2)[1] : null;
const require = createRequire(pathToFileURL(join(resolve(modules), "package.json")));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const looks = [
  { name: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "small-phone", viewport: { width: 360, height: 740 }, colorScheme: "light" },
];

const faults = [];
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// What a screen reader would stumble over, seen from inside the page.
const structure = () => {
  const found = [];
  let last = 0;
  for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) found.push(`heading "${heading.textContent}" of level ${level} follows level ${last}`);
    last = level;
  }
  if (document.querySelectorAll("h1").length !== 1) found.push("there is not one h1");
  for (const table of document.querySelectorAll("table")) {
    const name = table.caption?.textContent ?? "";
    if (!name) found.push("a table has no caption");
    if (!table.querySelector("thead th[scope=col]")) found.push(`table "${name}" has no column headers`);
  }
  if (document.documentElement.lang === "") found.push("the page has no language");
  if (document.scripts.length > 0) found.push("the page has a script");
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const right = document.documentElement.clientWidth;
    const culprits = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > right + 1);
    found.push(`it scrolls sideways by ${wide} px: ${culprits.slice(0, 3).map((it) => it.outerHTML.slice(0, 80)).join(" | ")}`);
  }
  // No line of text lies on another.
  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node && boxes.length < 12000; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest(".unseen, .skip, svg, thead, details:not([open])")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) boxes.push({ box, node });
    }
  }
  boxes.sort((a, b) => a.box.top - b.box.top);
  boxes.forEach(({ box, node }, place) => {
    for (const other of boxes.slice(place + 1)) {
      // The space above and below the letters belongs to a line's box, too.
      if (other.box.top >= box.bottom - 5) break;
      const apart = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      if (apart > 2 && node !== other.node && found.length < 20) {
        found.push(`"${node.textContent.trim().slice(0, 40)}" lies on "${other.node.textContent.trim().slice(0, 40)}"`);
      }
    }
  });
  return found;
};

// The height of what a sheet of A4 has room for, and its width, in CSS pixels: the margins are those of the style sheet.
const SHEET = { width: Math.floor((210 - 2 * 14) / 25.4 * 96), height: Math.floor((297 - 2 * 11) / 25.4 * 96) };

// Prints the page as a PDF. Returns the objects of that by their numbers, and those of them that are sheets.
async function print(page) {
  const text = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const objects = new Map([...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body]));
  return { objects, sheets: [...objects.values()].filter((body) => /\/Type\s*\/Page\b/.test(body)) };
}

// On how many sheets the page is printed as it opens, and how many of them its height would fill.
async function sheetsOf(page) {
  const before = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ ...SHEET, height: 900 });
  const height = await page.evaluate(() => document.body.scrollHeight);
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  return `${(await print(page)).sheets.length} of at least ${Math.ceil(height / SHEET.height)}`;
}

// Prints the page and looks on which sheet each card begins and ends: a link at either end of it leaves its address in the file,
// among the annotations of that sheet. Returns how many cards there are.
async function onPaper(page, say) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ ...SHEET, height: 900 });
  const heights = await page.evaluate(() => [...document.querySelectorAll(".card")].map((card, number) => {
    for (const end of ["top", "bottom"]) {
      const link = Object.assign(document.createElement("a"), { href: `https://card.invalid/${number}/${end}`, textContent: "." });
      Object.assign(link.style, { position: "absolute", left: "0", [end]: "0", fontSize: "4px", lineHeight: "1" });
      card.append(link);
    }
    return card.getBoundingClientRect().height;
  }));
  const { objects, sheets } = await print(page);
  await page.evaluate(() => document.querySelectorAll('a[href^="https://card.invalid"]').forEach((link) => link.remove()));
  await page.emulateMedia({ media: null });
  await page.setViewportSize(looks[0].viewport);
  const on = new Map();
  sheets.forEach((sheet, number) => {
    for (const [, id] of (/\/Annots\s*\[([^\]]*)\]/.exec(sheet)?.[1] ?? "").matchAll(/(\d+) 0 R/g)) {
      const mark = /https:\/\/card\.invalid\/(\d+\/\w+)/.exec(objects.get(id) ?? "")?.[1];
      if (mark) on.set(mark, number);
    }
  });
  heights.forEach((height, number) => {
    const [top, bottom] = ["top", "bottom"].map((end) => on.get(`${number}/${end}`));
    if (top === undefined || bottom === undefined) say(`card ${number + 1} is on no sheet`);
    else if (top !== bottom && height <= SHEET.height) say(`card ${number + 1} is torn apart: sheets ${top + 1} and ${bottom + 1}`);
  });
  return heights.length;
}

let cards = 0;
const printed = [];
for (const path of rest) {
  const address = pathToFileURL(resolve(path)).href;
  for (const { name, ...look } of looks) {
    const say = (fault) => faults.push(`${basename(path)} (${name}): ${fault}`);
    const context = await browser.newContext({ ...look, bypassCSP: false });
    const page = await context.newPage();
    page.on("console", (message) => say(`console: ${message.text()}`));
    page.on("pageerror", (error) => say(`error: ${error.message}`));
    page.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("data:")) say(`request: ${request.url()}`);
    });
    await page.goto(address);
    if (name === "desktop") printed.push(`${basename(path)} is printed on ${await sheetsOf(page)} sheets`);
    // What is folded away belongs to the page, too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
    (await page.evaluate(structure)).forEach(say);
    // The page's policy forbids scripts; the debugger's are none of its own.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of violations) {
      say(`axe: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((it) => it.html.slice(0, 160)).join(" | ")}`);
    }
    if (name === "desktop") cards += await onPaper(page, say);
    const stem = pictures && join(pictures, `${basename(path, ".html")}-${name}`);
    if (stem) await page.screenshot({ path: `${stem}.png`, fullPage: true });
    if (stem && name === "desktop") {
      await page.pdf({ path: `${stem}.pdf`, format: "A4", preferCSSPageSize: true, printBackground: false });
    }
    await context.close();
  }
}
await browser.close();
for (const line of [...faults, ...printed]) console.log(line);
console.log(`${cards} cards stand whole on paper`);
console.log(`opened ${rest.length} pages`);
process.exitCode = faults.length > 0 ? 1 : 0;
