/**
 * What the page asks of boardlint, which runs as WebAssembly inside a worker.
 *
 * `engine.js` offers these calls directly (in a worker, in Node); `client.js` offers the same calls as promises to a page whose
 * worker runs `worker.js`. Requests and answers are plain JSON, bytes of files excepted. All texts are data: they are put into
 * a page as text, never as markup. E-mail addresses, tokens and hashes in them are masked already.
 *
 * A call that cannot be answered throws an `Error` with a sentence. What is wrong with a charter, an option or a file is no
 * such error: it is part of the answer.
 */

import type { Finding, Inconclusive, Summary, Unreadable as UnreadableRecord } from "../../npm/lib/records.d.ts";
import type { Confidence, DateOrder, Judge, Kind, Level, Missing, Profile, Role, Stage } from "./words.d.ts";

export type { Finding, Inconclusive, Summary, UnreadableRecord };

// ---------------------------------------------------------------------------------------------------------------- calls

/** The calls, as the page has them. */
export interface Client {
  /** Version, rules, words and formats. Ready when the module is. */
  about(): Promise<About>;
  /** Hands a file over. Its bytes move to the worker: the page has them no longer. Nothing is read yet. */
  add(name: string, bytes: ArrayBuffer): Promise<FileId>;
  /** Takes files back. */
  remove(files: FileId[]): Promise<void>;
  /** Hands over the files of the built-in board of a bakery, and returns its charter. */
  example(tool: "jira" | "trello"): Promise<Example>;
  /** Reads all files: what each of them is, and the boards that they make, each with a draft of its charter. */
  read(): Promise<Reading>;
  /** Drafts the charter of a board anew, with what the user has said already. */
  draft(board: number, given: Given): Promise<Draft>;
  /** Checks a charter by itself: what it says, and what is wrong with it. */
  charter(toml: string): Promise<CharterText>;
  /** Changes a charter. What no edit is about stays as it is written, comments included. */
  edit(toml: string, edits: Edit[]): Promise<CharterText>;
  /** Judges, and writes the outputs that are asked for. One run serves all of them. */
  judge(request: JudgeRequest): Promise<Judged>;
  /** Ends the worker, and with it everything that is running; the next call starts another, which has no files. */
  stop(): void;
}

/** Of `client.js`: starts workers from this script, which is `worker.js` with all that it imports. A page that `web/build` put together has its client in `boot.js`: `import { client } from "./boot.js"`. */
export type Connect = (worker: { script: string | URL; wasm: WebAssembly.Module | Promise<WebAssembly.Module> }) => Client;

/** The same calls without promises, of `engine.js`: `await createEngine(wasm)`. */
export type Engine = {
  [Call in Exclude<keyof Client, "stop">]: (...args: Parameters<Client[Call]>) => Awaited<ReturnType<Client[Call]>>;
};
export type CreateEngine = (wasm: ArrayBuffer | Uint8Array | WebAssembly.Module) => Promise<Engine>;

// ---------------------------------------------------------------------------------------------------------------- words

export type { Confidence, DateOrder, Kind, Level, Missing, Profile, Role, Stage };
export type Tool = "jira" | "trello";
/** A day, as in `2026-03-02`. */
export type Day = string;
/** An instant in UTC, as in `2026-03-02T09:05:00Z`. */
export type Instant = string;

// ---------------------------------------------------------------------------------------------------------------- about

export interface About {
  version: string;
  rules: RuleText[];
  /** What boardlint cannot see in any export, a sentence each. */
  notChecked: string[];
  /** The names that `JudgeRequest.outputs` takes. */
  formats: string[];
  /** Each word with what people call it: `{ word: "product-owner", title: "Product Owner", key: "product-owner" }`. `key` is the
   *  key in the charter (`[roles] developers` for the role `developer`). */
  roles: { word: Role; title: string; key: string }[];
  stages: { word: Stage; meaning: string }[];
  kinds: { word: Kind; meaning: string }[];
}

export interface RuleText {
  rule: string;
  category: string;
  /** Under the profile `strict`, and under `scrum-guide`. */
  level: Level;
  levelScrumGuide: Level;
  confidence: Confidence;
  judge: Judge;
  summary: string;
  why: string;
  instead: string;
  ask: string;
  /** When it is fine to do so all the same; may be empty. */
  fine: string;
  source: string[];
  /** What evidence it rests on, in words. */
  needs: string[];
}

// ---------------------------------------------------------------------------------------------------------------- files

/** The number of a file that was handed over. */
export type FileId = number;

export interface Example {
  files: { file: FileId; name: string }[];
  charter: string;
}

export interface Reading {
  /** What was read, in the order of the files. A package (zip, gzip) gives one entry for each export in it. */
  read: ReadFile[];
  /** What could not be read: a whole file, or a record of one. */
  unreadable: Unreadable[];
  /** The boards that the files make, without regard to a charter. */
  boards: ReadBoard[];
  /** That there is no board, and why; none where there is one, or where `unreadable` says it all. */
  nothing: string | null;
}

export interface ReadFile {
  /** The file that was handed over. */
  file: FileId;
  /** Its name, and inside a package that of the entry: `export.zip:issues.json`. */
  name: string;
  /** What it is, in words: `Jira issue search (JSON)`. */
  format: string;
  /** Null where it belongs to no board. */
  tool: Tool | null;
  items: number;
  /** History entries or actions. */
  changes: number;
  /** Whether it holds items of its own; else it completes an export: a list of sprints, a page of a changelog. */
  export: boolean;
  /** What it can prove; null where it belongs to no board. */
  proves: null | {
    /** Who did what when: all of it, what came after a day (`historySince`), or nothing. */
    history: "whole" | "cut" | "none";
    historySince: Day | null;
    comments: boolean;
    sprints: number;
    people: number;
  };
  /** What had to be assumed and what was not understood, a sentence each. */
  notes: string[];
}

export interface Unreadable {
  /** The file that was handed over; null where none is meant. */
  file: FileId | null;
  name: string;
  /** What it is or what is wrong with it, and what to do: sentences. */
  message: string;
  hint: string;
  place: Excerpt | null;
}

export interface ReadBoard {
  name: string;
  tool: Tool;
  items: number;
  /** The files it is made of: what `JudgeRequest.files` wants to judge this board alone. */
  files: FileId[];
  draft: Draft;
}

// ---------------------------------------------------------------------------------------------------------------- draft

export type Certainty = "sure" | "likely" | "doubtful";

/** What the user has said already. */
export interface Given {
  roles?: { role: Extract<Role, "product-owner" | "scrum-master" | "developer">; who: string }[];
  /** A name of the tz database. */
  timezone?: string;
  dateOrder?: DateOrder;
}

/** A guess. Those that are doubtful stand in the drafted charter as comments; the others are in force. */
export interface Guess {
  certainty: Certainty;
  /** Whether it is in force in the drafted charter. */
  inForce: boolean;
  /** What speaks for it and against it, with the numbers, as a sentence without a capital and a full stop. */
  why: string;
}

export interface Draft {
  /** The charter as text, with the evidence as comments. */
  toml: string;
  board: string;
  tool: Tool;
  /** The day of the newest thing in the export. */
  newest: Day | null;
  items: number;
  timezone: ({ zone: string } & Guess) | null;
  /** When most is done, in a sentence. */
  workingHours: string | null;
  /** Only where days and months cannot be told apart. */
  dateOrder: ({ order: DateOrder } & Guess) | null;
  /** Everybody on the board, those who did most first. */
  people: Person[];
  /** What there is to know about roles besides. */
  roleNotes: { role: Role; text: string }[];
  /** Dated entries for those who may have stood in for somebody. */
  replacements: ({ role: Role; who: string; shown: string; since: Day; until: Day } & Guess)[];
  /** Accounts that may be one person. `person` and `others` are what the charter's `[aliases]` takes. */
  aliases: ({ person: string; others: string[]; shown: string } & Guess)[];
  columns: Column[];
  /** Archived lists in which nothing is known ever to have been. */
  unusedColumns: string[];
  fields: Field[];
  /** Whether estimates stand in titles, as in `(5) Title`. */
  pointsInTitles: boolean;
  kinds: KindName[];
  /** Sprints of a tool that knows none (Trello). */
  sprints: SprintPlan[];
}

export interface Person {
  /** What people see. */
  name: string;
  /** What a charter calls them: for `[roles]` and `[aliases]`. Null where their only unique name is an e-mail address, which boardlint
   *  never writes. */
  written: string | null;
  app: boolean;
  /** What the charter calls them besides, as `JudgedBoard.named` has it: set by the page. */
  called?: string[];
  /** Decisions, comments included. */
  changes: number;
  /** On how many days. */
  days: number;
  /** What they did that shows a role, with what anybody did of it. */
  activities: { activity: string; text: string; role: Role; own: number; total: number }[];
  /** The columns of the first run's table: how often they did each. */
  counts: { wrote: number; ordered: number; estimated: number; assigned: number; moved: number; said: number };
  /** Roles they may hold, the best guess first. */
  roles: ({ role: Role } & Guess)[];
}

export interface Column {
  name: string;
  /** Whether a charter can name it. */
  writable: boolean;
  items: number;
  archived: boolean;
  stage: ({ stage: Stage } & Guess) | null;
}

export interface Field {
  /** The key under `[fields]`; `epic-link` is none. */
  key: "story-points" | "acceptance-criteria" | "epic-link";
  found: { name: string; id: string }[];
  field: ({ name: string } & Guess) | null;
}

export interface KindName {
  name: string;
  writable: boolean;
  items: number;
  kind: ({ kind: Kind } & Guess) | null;
}

export interface SprintPlan extends Guess {
  name: string;
  /** How cards are in it: by the list of its name, by a list that serves many sprints, or by a label. */
  cards: "list-of-its-name" | { list: string } | { label: string };
  start: Day | null;
  end: Day | null;
}

// -------------------------------------------------------------------------------------------------------------- charter

export interface CharterText {
  toml: string;
  /** What it says, as JSON: `data.roles["product-owner"]`. Days are texts. Null where it is no TOML. */
  data: { [key: string]: Toml } | null;
  /** What is wrong with it by itself; whether its names fit a board, `judge` says. */
  diagnostics: Diagnostic[];
}

export type Toml = string | number | boolean | Toml[] | { [key: string]: Toml };

/** A value of an edit; `{ $day: "2026-03-02" }` is written as a date. */
export type EditValue = string | number | boolean | { $day: Day } | EditValue[] | { [key: string]: EditValue };

/**
 * One change of a charter.
 * - `set`: the value at `path`; tables on the way are made: `{ set: ["roles", "product-owner"], value: ["Maria"] }`. An empty
 *   list or table stays as such: it says "nobody".
 * - `unset`: removes the key, and a table that has become empty with it.
 * - `append`: adds a table to a list of tables: `{ append: ["ignore"], value: { rule: "…", item: "APP-12", reason: "…" } }`.
 * - `drop`: removes the entry `index` of a list of tables.
 * - `hold`: entries of a role beside those that are there, or in place of the one at `instead`, unless that is
 *   somebody else's by now; in the order of their first days. A role that has none left is left open.
 * - `standIn`: somebody has a role from one day to another, and those who have it have it before and after.
 * - `place`: a name stands under another word of a section and nowhere else in it, or under none.
 * - `join`: accounts are one person, for whom the first stands; what they were joined with before comes along.
 * - `part`: an account is somebody else after all.
 * A number in a path is a place in a list of tables: `["sprints", 0, "goal"]`.
 */
export type Edit =
  | { set: (string | number)[]; value: EditValue }
  | { unset: (string | number)[] }
  | { append: string[]; value: { [key: string]: EditValue } }
  | { drop: string[]; index: number }
  | { hold: Role; entries: Term[]; instead?: { index: number; who: string } }
  | { standIn: Role; who: string; since: Day; until: Day }
  | { place: "workflow"; name: string; word: Stage | null }
  | { place: "kinds"; name: string; word: Kind | null }
  | { join: string; others: string[] }
  | { part: string; other: string };

/** Somebody in a role, from a day to a day that counts. */
export interface Term {
  who: string;
  since?: Day;
  until?: Day;
}

export interface Diagnostic {
  severity: "error" | "warning";
  message: string;
  /** What to do, a sentence each. */
  notes: string[];
  /** Where; the first is the place of the mistake itself. */
  places: Excerpt[];
  /** All of it as the terminal shows it, with excerpts. */
  text: string;
}

/** A place in a file, with what stands around it. */
export interface Excerpt {
  /** The file's name; `boardlint.toml` for the charter. */
  name: string;
  line: number;
  /** In characters. */
  column: number;
  text: string;
  /** The part of `text` that is meant, in UTF-16 units: `text.slice(start, end)`. */
  start: number;
  end: number;
  /** What is to be said about it; may be empty. */
  label: string;
}

// ---------------------------------------------------------------------------------------------------------------- judge

export interface JudgeRequest {
  /** The files that are judged; left out: all. */
  files?: FileId[];
  /** The charter, which governs all of these files: they make one board of each tool. Left out or null: none. */
  charter?: string | null;
  /** Roles beside the charter's: for a first look without one. */
  roles?: { role: Role; who: string }[];
  /** The day of today where the user is, by which ignores expire. Left out: none expires. */
  now?: Instant;
  /** The day to whose end the clock of the board is moved. */
  today?: Day | null;
  since?: Day | null;
  until?: Day | null;
  /** A name, `current` or `last-closed`. */
  sprint?: string | null;
  profile?: Profile | null;
  timezone?: string | null;
  dateOrder?: DateOrder | null;
  /** Rules or categories. */
  select?: string[];
  ignore?: string[];
  minConfidence?: Confidence | null;
  /** Whether the answer calls people by role and letter. */
  pseudonyms?: boolean;
  outputs?: OutputRequest[];
}

export interface OutputRequest {
  /** One of `About.formats`: `html` is the retro report, `retro-markdown` the same as Markdown, `markdown` a job summary. */
  format: string;
  /** Whether people are called by their names. Left out: as on the command line (reports: no; formats for tools: yes). */
  names?: boolean;
  /** Whether the titles of items are shown. Left out: yes. */
  titles?: boolean;
  /** Left out: all. */
  minLevel?: Exclude<Level, "off">;
}

export interface Judged {
  /** In the total order: board, time, item, rule. The records of `--format json`. */
  findings: Finding[];
  /** For each finding, by its place: what the record says. Null where the evidence is in no file. */
  excerpts: (Excerpt | null)[];
  /** What the charter's ignores cover, each with the reason given there. */
  ignored: { finding: Finding; reason: string }[];
  /** What could not be judged, by board and rule. */
  inconclusive: Inconclusive[];
  unreadable: UnreadableRecord[];
  summary: Summary;
  /** The last line of a run: how many rules could be judged, what was found. */
  lastLine: string;
  /** What is wrong with the charter on this board; and ignores that are over or cover nothing. With an error among it nothing
   *  was judged. */
  diagnostics: Diagnostic[];
  boards: JudgedBoard[];
  /** Why the run as a whole failed, a sentence each. */
  failures: string[];
  /** Whether `check` would end with status 1. */
  fails: boolean;
  /** The outputs that were asked for, in that order. */
  outputs: string[];
}

export interface JudgedBoard {
  name: string;
  tool: Tool;
  items: number;
  /** The rules that were asked, and those that could be judged everywhere. */
  asked: string[];
  judged: string[];
  /** What was looked at. */
  since: Day | null;
  until: Day | null;
  timezone: string;
  sprints: { name: string; state: string | null; start: Instant | null; end: Instant | null; items: number }[];
  /** Whom the names in `[roles]` mean: `who` as the charter has it, be it an e-mail address or an id, and what people see. Names that
   *  mean nobody on the board, or several people, are left out. */
  named: { who: string; name: string }[];
}
