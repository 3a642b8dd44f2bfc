/**
 * The installed package does what the native program does: same output, same exit status.
 *
 *     node --test npm/test/package.test.mjs
 *
 * BOARDLINT names the native program, BOARDLINT_NPM the folder of the installed package.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
process.chdir(root);
const binary = resolve(process.env.BOARDLINT ?? "target/debug/boardlint");
const installed = resolve(process.env.BOARDLINT_NPM ?? "npm");
const library = await import(pathToFileURL(join(installed, "lib/index.js")).href);
const scratch = mkdtempSync(join(tmpdir(), "boardlint-test-"));
after(() => rmSync(scratch, { recursive: true }));

const ran = (command, args, options) => {
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 1 << 28, ...options });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
};
const native = (args, options) => ran(binary, args, options);
const packaged = (args, options) => ran(process.execPath, [join(installed, "bin/boardlint.js"), ...args], options);

const boards = readdirSync("fixtures/bakery", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === "boardlint.toml")
  .map((entry) => join(entry.parentPath ?? entry.path))
  .sort();

for (const folder of boards) {
  test(`check ${folder} says the same, and ends the same`, () => {
    for (const more of [[], ["--format", "json", "--pseudonyms"]]) {
      const args = ["check", folder, ...more];
      assert.deepEqual(packaged(args), native(args));
    }
  });
}

const JIRA = "fixtures/bakery/jira-cloud";

test("other commands and other ways of giving files are the same, too", () => {
  const input = readFileSync(join(JIRA, "search.json"));
  const absolute = resolve(JIRA);
  for (const [args, options] of [
    [["check", "."], { cwd: absolute }],
    [["check", "search.json", "--format", "sarif"], { cwd: absolute }],
    [["check", absolute, "--format", "short"], {}],
    [["check", "-", "--po", "Greta Lindqvist"], { input }],
    [["check", "--rules", "fixtures/own-rules", JIRA, "--format", "junit"], {}],
    [["check", "no-such-folder"], {}],
    [["check", "fixtures/README.md"], {}],
    [["check", JIRA, "--select", "no-such-rule"], {}],
    [["inspect", JIRA], {}],
    [["rules"], {}],
    [["explain", "workflow-bloat"], {}],
    [["charter", JIRA], {}],
    [["init", JIRA, "-o", "-"], {}],
    [["--version"], {}],
  ]) {
    assert.deepEqual(packaged(args, options), native(args, options), args.join(" "));
  }
});

test("files are written, also over those that are there", () => {
  const [here, there] = [join(scratch, "here"), join(scratch, "there")];
  for (const round of [1, 2]) {
    assert.equal(packaged(["report", JIRA, "-o", `${here}.html`]).status, 0, `round ${round}`);
    assert.equal(native(["report", JIRA, "-o", `${there}.html`]).status, 0);
    assert.equal(readFileSync(`${here}.html`, "utf8"), readFileSync(`${there}.html`, "utf8"));
    packaged(["check", JIRA, "--format", `json=${here}.json`]);
    native(["check", JIRA, "--format", `json=${there}.json`]);
    assert.equal(readFileSync(`${here}.json`, "utf8"), readFileSync(`${there}.json`, "utf8"));
    writeFileSync(`${here}.html`, "x".repeat(1 << 20));
  }
  assert.deepEqual(readdirSync(scratch).sort(), ["here.html", "here.json", "there.html", "there.json"]);
});

test("the library takes paths and texts, and throws what can be acted on", () => {
  const expected = JSON.parse(native(["check", JIRA, "--format", "json"]).stdout);
  assert.deepEqual(library.check(JIRA).findings, expected.findings);
  const charter = readFileSync(join(JIRA, "boardlint.toml"), "utf8");
  const result = library.check({ "our search.json": readFileSync(join(JIRA, "search.json")) }, { charter });
  assert.deepEqual(result.findings.map((one) => one.fingerprint), expected.findings.map((one) => one.fingerprint));
  assert.equal(result.findings[0].location.path, "our search.json");
  assert.equal(result.status, 1);
  assert.throws(() => library.check(JIRA, { select: "no-such-rule" }), library.UsageError);
  assert.throws(() => library.check({ "a.html": "<!doctype html>" }), library.ExportError);
  assert.match(library.report(JIRA), /^<!/);
  assert.equal(library.inspect(JIRA).items.count, expected.summary.items);
});

const textOf = (value) => (value.file ? readFileSync(value.file, "utf8") : value);
const textsOf = (values = {}) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));

/** All texts under `key`, however deep; empty ones name nothing. */
const valuesOf = (value, key) => {
  if (value === null || typeof value !== "object") return [];
  const own = Array.isArray(value) ? [] : [value[key]].flat().filter((text) => typeof text === "string" && text !== "");
  return [...own, ...Object.values(value).flatMap((part) => valuesOf(part, key))];
};

// The tests of the package for Python go through the same rows.
for (const { about, call, exports, options, holds = {}, messages = [], throws } of JSON.parse(readFileSync("fixtures/packages/calls.json", "utf8"))) {
  test(`everything is called what the caller called it: ${about}`, () => {
    const run = () => library[call](Array.isArray(exports) ? exports : textsOf(exports), textsOf(options));
    let given, said;
    if (throws) {
      assert.throws(run, (error) => {
        [given, said] = [error.unreadable, error.message];
        return error instanceof library[throws];
      });
    } else {
      given = run();
      said = typeof given === "string" ? given : (given.messages ?? "");
    }
    for (const [key, values] of Object.entries(holds)) assert.deepEqual([...new Set(valuesOf(given, key))].sort(), values);
    for (const message of messages) assert.ok(said.includes(message), said);
    assert.ok(!(JSON.stringify(given) + said).includes(tmpdir()));
  });
}
