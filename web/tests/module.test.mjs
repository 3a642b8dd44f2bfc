/**
 * The module finds what the command line finds: on every fixture, and on every labelled board where there are any.
 *
 *     node --test web/tests/module.test.mjs
 *
 * BOARDLINT names the native program, BOARDLINT_WASM the module, BOARDLINT_LABELLED folders with labelled boards (each has a
 * truth.json), separated by colons.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { placeOf } from "../page/charter.js";
import { createEngine } from "../page/engine.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
process.chdir(root);
const target = process.env.CARGO_TARGET_DIR ?? "target";
const binary = process.env.BOARDLINT ?? join(target, "debug/boardlint");
const wasm = process.env.BOARDLINT_WASM ?? join(target, "web/wasm32-unknown-unknown/debug/boardlint_web.wasm");
const labelled = (process.env.BOARDLINT_LABELLED ?? "").split(":").filter(Boolean);
const module = await WebAssembly.compile(readFileSync(wasm));

const CHARTER = "boardlint.toml";
const BASELINE = "boardlint-baseline.json";

/** All files below a folder that `check` would look at, with forward slashes, in the order of their names. */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".toml") && entry.name !== BASELINE && entry.name !== "truth.json")
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".") && part !== ".." && part !== "."))
    .sort();

/** Folders with a charter below a folder. */
const boardsBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === CHARTER)
    .map((entry) => entry.parentPath ?? entry.path)
    .sort();

const native = (...args) => {
  const run = spawnSync(binary, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.ok(run.status === 0 || run.status === 1, run.stderr);
  return run.stdout;
};

/** An engine with the files of a folder. */
const engineFor = async (folder) => {
  const engine = await createEngine(module);
  for (const path of filesBelow(folder)) engine.add(path, readFileSync(path));
  return engine;
};

/** Places in the charter carry its name here, and its path there. */
const withCharterAt = (path, value) =>
  JSON.parse(JSON.stringify(value), (key, part) => (key === "path" && part === CHARTER ? path : part));

const sameFindings = async (folder) => {
  const charter = join(folder, CHARTER);
  const engine = await engineFor(folder);
  const judged = engine.judge({
    charter: readFileSync(charter, "utf8"),
    now: new Date().toISOString(),
    outputs: ["html", "markdown", "retro-markdown"].map((format) => ({ format })),
  });
  const expected = JSON.parse(native("check", folder, "--format", "json", "--fail-on", "never"));
  const { findings, inconclusive, summary } = withCharterAt(charter, judged);
  assert.deepEqual(findings, expected.findings);
  assert.deepEqual(inconclusive, expected.inconclusive);
  assert.deepEqual(summary, expected.summary);
  assert.equal(judged.excerpts.length, findings.length);
  return { engine, judged };
};

for (const folder of boardsBelow("fixtures/bakery")) {
  test(`${folder} is judged as on the command line, and its reports are the same`, async () => {
    const { judged } = await sameFindings(folder);
    const expected = (format) => native("check", folder, "--format", format, "--fail-on", "never").replaceAll(join(folder, CHARTER), CHARTER);
    assert.equal(judged.outputs[0], expected("html"));
    assert.equal(judged.outputs[1], expected("markdown"));
  });

  test(`${folder} gets the draft that init writes`, async () => {
    const engine = await engineFor(folder);
    const { boards } = engine.read();
    assert.equal(boards.length, 1);
    assert.equal(boards[0].draft.toml, native("init", folder, "-o", "-"));
  });
}

test("labelled boards are judged as on the command line", { skip: labelled.length === 0 && "there are none here" }, async (t) => {
  const boards = labelled.flatMap(boardsBelow).filter((folder) => existsSync(join(folder, "truth.json")));
  assert.notEqual(boards.length, 0);
  for (const folder of boards) await t.test(folder, () => sameFindings(folder));
});

const TRELLO = "fixtures/bakery/trello";

test("the built-in boards are those of the fixtures", async () => {
  const engine = await createEngine(module);
  for (const [tool, folder] of [["jira", "fixtures/bakery/jira-cloud"], ["trello", TRELLO]]) {
    const { files, charter } = engine.example(tool);
    assert.equal(charter, readFileSync(join(folder, CHARTER), "utf8"));
    const expected = JSON.parse(native("check", folder, "--format", "json", "--fail-on", "never"));
    const { summary } = engine.judge({ charter, files: files.map(({ file }) => file) });
    assert.deepEqual(summary, expected.summary);
    engine.remove(files.map(({ file }) => file));
  }
  assert.equal(engine.read().boards.length, 0);
});

test("each file is named with what it is and what it can prove, or refused with a sentence", async () => {
  const engine = await createEngine(module);
  const board = engine.add("board.json", readFileSync(join(TRELLO, "board.json")));
  const table = engine.add("Jira.csv", readFileSync("fixtures/bakery/jira-csv/Jira.csv"));
  const page = engine.add("page.html", new TextEncoder().encode("<!doctype html><title>Log in</title>"));
  const again = engine.add("board.json", new TextEncoder().encode("{}"));
  const { read, unreadable, boards, nothing } = engine.read();
  assert.equal(nothing, null);
  assert.deepEqual(read.map(({ file, tool, export: whole, proves }) => [file, tool, whole, proves.history]), [
    [board, "trello", true, "whole"],
    [table, "jira", true, "none"],
  ]);
  assert.deepEqual(unreadable.map(({ file, name }) => [file, name]), [[page, "page.html"], [again, "board.json (2)"]]);
  assert.ok(unreadable.every(({ message }) => message.length > 20));
  assert.deepEqual(boards.map(({ tool, files }) => [tool, files]).sort(), [["jira", [table]], ["trello", [board]]]);
  engine.remove([table, page, again]);
  assert.deepEqual(engine.read().read.map(({ file }) => file), [board]);
});

test("a draft guesses roles with how sure it is and why, and takes what it is told", async () => {
  const engine = await engineFor(TRELLO);
  const [{ draft }] = engine.read().boards;
  const greta = draft.people.find(({ name }) => name === "Greta Lindqvist");
  assert.equal(greta.roles[0].role, "product-owner");
  assert.match(greta.roles[0].why, /^\d+ of \d+ /);
  assert.ok(greta.counts.wrote > 0);
  const told = engine.draft(0, { roles: [{ role: "product-owner", who: "Kenji Mori" }] });
  const kenji = told.people.find(({ name }) => name === "Kenji Mori");
  assert.deepEqual([kenji.roles[0].role, kenji.roles[0].certainty], ["product-owner", "sure"]);
  assert.throws(() => engine.draft(0, { roles: [{ role: "product-owner", who: "Nobody" }] }), /Nobody/);
});

test("edits change what they name and leave the rest of a charter as it is written", async () => {
  const engine = await createEngine(module);
  const before = '# our team\n[roles]\nproduct-owner = ["Greta"] # since ever\n\n[[ignore]]\nrule = "workflow-bloat"\nreason = "agreed"\n';
  const { toml, data, diagnostics } = engine.edit(before, [
    { set: ["roles", "product-owner"], value: [{ who: "Greta", until: { $day: "2026-03-01" } }, { who: "Kenji", since: { $day: "2026-03-02" } }] },
    { set: ["timezone"], value: "Europe/Berlin" },
    { append: ["ignore"], value: { rule: "work-assigned-by-po", item: "APP-1", reason: 'said "yes"\nin March' } },
    { set: ["ignore", 0, "reason"], value: "agreed again" },
    { set: ["workflow", "done"], value: [] },
    { unset: ["fields", "story-points"] },
  ]);
  assert.deepEqual(diagnostics, []);
  assert.match(toml, /^timezone = "Europe\/Berlin"\n# our team\n|^# our team\n/);
  assert.match(toml, /product-owner = \[\{ who = "Greta", until = 2026-03-01 \}, \{ who = "Kenji", since = 2026-03-02 \}\] # since ever\n/);
  assert.deepEqual(data.roles["product-owner"], [{ who: "Greta", until: "2026-03-01" }, { who: "Kenji", since: "2026-03-02" }]);
  assert.deepEqual(data.ignore.map(({ reason }) => reason), ["agreed again", 'said "yes"\nin March']);
  assert.deepEqual(data.workflow, { done: [] });
  const dropped = engine.edit(toml, [{ drop: ["ignore"], index: 0 }, { drop: ["ignore"], index: 0 }, { unset: ["workflow", "done"] }]);
  assert.equal(dropped.data.ignore, undefined);
  assert.equal(dropped.data.workflow, undefined);
  assert.equal(dropped.data.timezone, "Europe/Berlin");
});

for (const [what, before, edits, after] of [
  [
    "whoever stands in splits the time of the one who was away",
    '[roles]\nproduct-owner = "Ana"\n',
    [{ standIn: "product-owner", who: "Ben", since: "2026-02-28", until: "2026-03-06" }],
    '[roles]\nproduct-owner = [{ who = "Ana", until = 2026-02-27 }, { who = "Ben", since = 2026-02-28, until = 2026-03-06 }, { who = "Ana", since = 2026-03-07 }]\n',
  ],
  [
    "a term that ends while somebody stands in ends before, and one at another time stays as it is written",
    '[roles]\nscrum-master = [\n  { until = 2026-01-31, who = "Zoe" }, # our first\n  { who = "Ana", since = 2026-02-01, until = 2026-03-01 },\n]\n',
    [{ standIn: "scrum-master", who: "Ben", since: "2026-02-28", until: "2026-03-06" }],
    '[roles]\nscrum-master = [\n  { until = 2026-01-31, who = "Zoe" }, # our first\n  { who = "Ana", since = 2026-02-01, until = 2026-02-27 },\n  { who = "Ben", since = 2026-02-28, until = 2026-03-06 },\n]\n',
  ],
  [
    "roles have a key of their own, and their entries stand in the order of their days",
    '[roles]\ndevelopers = [{ who = "Li", since = 2026-03-01 }]\n',
    [{ hold: "developer", entries: [{ who: "Ben" }, { who: "Ana", since: "2026-01-01" }] }, { hold: "app", entries: [{ who: "Robo" }] }],
    '[roles]\ndevelopers = ["Ben", { who = "Ana", since = 2026-01-01 }, { who = "Li", since = 2026-03-01 }]\napps = ["Robo"]\n',
  ],
  [
    "an entry takes the place of another",
    '[roles]\nproduct-owner = ["Ana", { who = "Ben", since = 2026-01-01 }]\n',
    [{ hold: "product-owner", entries: [{ who: "Ben" }], instead: { index: 1, who: "Ben" } }],
    '[roles]\nproduct-owner = ["Ana", "Ben"]\n',
  ],
  [
    "a role goes from whom it was taken, and not from whoever stands in their place by now",
    '[roles]\nmanagers = [\n  "Ana",\n  "Ben", # since May\n]\n',
    [{ hold: "manager", entries: [], instead: { index: 0, who: "Ana" } }, { hold: "manager", entries: [], instead: { index: 0, who: "Ana" } }],
    '[roles]\nmanagers = [\n  "Ben", # since May\n]\n',
  ],
  [
    "a role that nobody is left in is left open",
    'timezone = "UTC"\n\n[roles]\nmanagers = "Ana"\n',
    [{ hold: "manager", entries: [], instead: { index: 0, who: "Ana" } }],
    'timezone = "UTC"\n',
  ],
  [
    "a column goes from one stage to another, whatever its case and blanks",
    '[workflow]\ndoing = ["Doing", "In  Review"]\n',
    [{ place: "workflow", name: "in review", word: "acceptance" }],
    '[workflow]\ndoing = ["Doing"]\nacceptance = ["in review"]\n',
  ],
  [
    "a column that stands under its stage already stays as it is written",
    '[workflow]\ndoing = ["In  Review"]\n',
    [{ place: "workflow", name: "in review", word: "doing" }],
    '[workflow]\ndoing = ["In  Review"]\n',
  ],
  [
    "a kind is taken away, and its list stays: it says that nothing is one",
    '[kinds]\nbug = "Defect"\n',
    [{ place: "kinds", name: "defect", word: null }],
    '[kinds]\nbug = []\n',
  ],
  [
    "accounts are joined once, with those they were joined with",
    '[aliases]\nLi = ["li.old"]\nBen = ["b"] # both\n',
    [{ join: "ben", others: ["Li", "b"] }],
    '[aliases]\nBen = ["b", "Li", "li.old"] # both\n',
  ],
  [
    "accounts are parted again",
    '[aliases]\nBen = ["b", "B2"]\nLi = ["l"]\n',
    [{ part: "Ben", other: "b2" }, { part: "li", other: "l" }],
    '[aliases]\nBen = ["b"]\n',
  ],
]) {
  test(`who is who and what means what is edited by what is meant: ${what}`, async () => {
    const engine = await createEngine(module);
    assert.equal(engine.edit(before, edits).toml, after);
  });
}

test("the page finds a column under the stage that the module finds it under", async () => {
  const engine = await createEngine(module);
  const names = ["In Progress", " in\tprogress", "IN\u00a0 PROGRESS", "in\u0085progress", "In\u2003Progress\u3000", "In\ufeffProgress", "InProgress", "\u0130n Progress", "\u03a3\u03a3", "\u03c3\u03c2", "\u03c3\u03c3", "stra\u00dfe", "STRASSE"];
  for (const one of names) {
    for (const other of names) {
      const data = { workflow: { doing: [one] } };
      const moved = engine.edit("", [{ set: ["workflow", "doing"], value: [one] }, { place: "workflow", name: other, word: null }]);
      assert.equal(placeOf(data, "workflow", other) === "doing", moved.data.workflow.doing.length === 0, JSON.stringify([one, other]));
    }
  }
});

const PLAIN = /^[\n -~]*$/;

for (const [what, before, edits, after] of [
  [
    "comments above and behind a changed value stay",
    '[roles]\n# agreed on 3 March\nproduct-owner = "Greta"  # for now\n',
    [{ set: ["roles", "product-owner"], value: ["Kenji"] }],
    '[roles]\n# agreed on 3 March\nproduct-owner = ["Kenji"]  # for now\n',
  ],
  [
    "entries of a list that stay keep their line and its comment",
    '[roles]\ndevelopers = [\n  # the first\n  "Ana",  # since May\n  "Ben",  # left\n  "Li",   # new\n]\n',
    [{ set: ["roles", "developers"], value: ["Ana", "Li", "Zoe"] }],
    '[roles]\ndevelopers = [\n  # the first\n  "Ana",  # since May\n  "Li",   # new\n  "Zoe",\n]\n',
  ],
  [
    "the last entry of a list goes with its comment",
    '[roles]\ndevelopers = [\n  "Ana",  # since May\n  "Ben",  # left\n]\n',
    [{ set: ["roles", "developers"], value: ["Ana"] }],
    '[roles]\ndevelopers = [\n  "Ana",  # since May\n]\n',
  ],
  [
    "a list on one line stays on one",
    '[workflow]\ndoing = ["Doing", "Review"]  # as on the wall\n',
    [{ set: ["workflow", "doing"], value: ["Review", "Test"] }],
    '[workflow]\ndoing = ["Review", "Test"]  # as on the wall\n',
  ],
  [
    "a list in another order is written anew",
    '[workflow]\ndoing = [\n  "A",\n  "B",\n]\n',
    [{ set: ["workflow", "doing"], value: ["B", "A"] }],
    '[workflow]\ndoing = ["B", "A"]\n',
  ],
  [
    "an address that somebody writes into their own charter is written whole",
    "",
    [{ set: ["roles", "product-owner"], value: ["ana@example.com"] }],
    '[roles]\nproduct-owner = ["ana@example.com"]\n',
  ],
  [
    "what stands at the top of a charter outlives the first key",
    '# Ours.\n\n# Where we are.\ntimezone = "UTC"\nprofile = "strict"\n',
    [{ unset: ["timezone"] }],
    '# Ours.\n\nprofile = "strict"\n',
  ],
  [
    "it outlives the only key, too",
    '# Ours.\n\ntimezone = "UTC"\n\n[roles]\nmanagers = ["Zoe"]\n',
    [{ unset: ["timezone"] }],
    '# Ours.\n\n[roles]\nmanagers = ["Zoe"]\n',
  ],
]) {
  test(`a charter is edited: ${what}`, async () => {
    const engine = await createEngine(module);
    assert.equal(engine.edit(before, edits).toml, after);
  });
}

test("what would deceive a reader is escaped in a charter's values and keys", async () => {
  const engine = await createEngine(module);
  const { toml, data } = engine.edit("", [
    { set: ["aliases", "a\u202eb"], value: ["c\u2066d"] },
    { append: ["ignore"], value: { rule: "workflow-bloat", reason: "\u200bha\u2028 \u001b[1m" } },
  ]);
  assert.match(toml, PLAIN);
  assert.deepEqual(data.aliases, { "a\u202eb": ["c\u2066d"] });
  assert.equal(data.ignore[0].reason, "\u200bha\u2028 \u001b[1m");
});

test("people whom a charter names by an address are known by what people see", async () => {
  const engine = await createEngine(module);
  const board = JSON.parse(readFileSync("fixtures/bakery/jira-dc/search.json", "utf8"));
  const greta = (value) => JSON.parse(JSON.stringify(value), (_, part) => (part?.displayName === "Greta Lindqvist" ? { ...part, emailAddress: "greta@example.com" } : part));
  engine.add("search.json", new TextEncoder().encode(JSON.stringify(greta(board))));
  const { boards } = engine.judge({ charter: '[roles]\nproduct-owner = ["greta@example.com"]\nmanagers = ["Nobody"]\n' });
  assert.deepEqual(boards[0].named, [{ who: "greta@example.com", name: "Greta Lindqvist" }]);
});

test("mistakes in a charter come with their place", async () => {
  const engine = await engineFor(TRELLO);
  const { data, diagnostics } = engine.charter('[roles]\nprodct-owner = ["Greta"]\n');
  assert.deepEqual(data, { roles: { "prodct-owner": ["Greta"] } });
  const [{ severity, places }] = diagnostics;
  assert.deepEqual([severity, places[0].line, places[0].column], ["error", 2, 1]);
  assert.equal(places[0].text.slice(places[0].start, places[0].end), "prodct-owner");
  assert.equal(engine.charter("[roles").data, null);
  const judged = engine.judge({ charter: '[roles]\nproduct-owner = ["Nobody at all"]\n' });
  assert.match(judged.diagnostics.map(({ message }) => message).join(), /Nobody at all/);
});

test("names are hidden where they are to be", async () => {
  const engine = await engineFor(TRELLO);
  const charter = readFileSync(join(TRELLO, CHARTER), "utf8");
  const hidden = JSON.stringify(engine.judge({ charter, pseudonyms: true, outputs: [{ format: "html" }, { format: "json", names: false }] }));
  assert.doesNotMatch(hidden, /Greta|Lindqvist|Kenji/);
  const shown = engine.judge({ charter, outputs: [{ format: "html", names: true }] });
  assert.match(shown.outputs[0], /Greta Lindqvist/);
});

test("what cannot be asked for is refused with a sentence, and the module goes on", async () => {
  const engine = await createEngine(module);
  assert.throws(() => engine.judge({ profile: "lax" }), /`lax` is none of strict, scrum-guide/);
  assert.throws(() => engine.judge({ since: "soon" }), /no such request/);
  assert.throws(() => engine.judge({ outputs: [{ format: "pdf" }] }), /no format `pdf`/);
  assert.throws(() => engine.edit("a = 1", [{ set: ["a", "b"], value: 1 }]), /`a` is no table/);
  assert.ok(engine.about().rules.length > 40);
});
