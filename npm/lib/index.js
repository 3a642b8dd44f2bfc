// @ts-check
/** boardlint as a library: see index.d.ts. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boardlint } from "./program.js";
import { inside } from "./wasi.js";

const USAGE = 2;
const UNREADABLE = 3;

/** boardlint gave no result. */
export class BoardlintError extends Error {
  name = "BoardlintError";
}

/** An option, the charter or a rule is wrong. */
export class UsageError extends BoardlintError {
  name = "UsageError";
}

/** There is no export, or none that can be read. */
export class ExportError extends BoardlintError {
  name = "ExportError";

  /**
   * @param {string} message
   * @param {import("./records.d.ts").Unreadable[]} unreadable
   */
  constructor(message, unreadable) {
    super(message);
    this.unreadable = unreadable;
  }
}

/** @param {{ [name: string]: any }} options */
const flags = (options) =>
  Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === null || value === false) return [];
    if (value === true) return [flag];
    // In one piece, so that a value that begins with a dash is no option.
    return [value].flat().map((one) => `${flag}=${one}`);
  });

/** A name without what would change what a reader of a text sees. @param {string} name */
const shown = (name) => name.replace(/(?! )[\p{C}\p{Z}]/gu, "?");

/** @param {string} messages @param {import("./records.d.ts").Unreadable[]} unreadable */
const nothingRead = (messages, unreadable) => {
  // With records asked for, the program says there alone what is wrong with which file.
  const files = unreadable.map(({ path, message }) => [shown(path), message].filter(Boolean).join(": "));
  return new ExportError([...files, messages].filter(Boolean).join("\n"), unreadable);
};

/** How files of a call stand in a text. @param {string} folder @param {string} token */
const filesIn = (folder, token) => {
  // What is no plain letter or digit may stand as an entity or behind a backslash, and on Windows as another slash.
  const path = folder.replace(/[^A-Za-z0-9]/gu, String.raw`(?:&#?\w+;|\\?[^A-Za-z0-9])`);
  return new RegExp(String.raw`(?:${path}[\\/])?boardlint-(\d+)-${token}|${path}`, "gu");
};

/** What the program is given: paths as they are, and texts as files of a folder, which the caller knows by other names. */
class Given {
  /** @type {string | undefined} */
  #folder;
  /** Nobody who wrote an export can have guessed it: what has it in a text is one of the files. */
  #token = randomBytes(8).toString("hex");
  /** @type {string[]} */
  #stems = [];
  /** @type {RegExp | undefined} */
  #files;

  /** The path of a file that is called `name` wherever the caller reads of it. @param {string} name */
  file(name) {
    this.#folder ??= mkdtempSync(join(tmpdir(), "boardlint-"));
    // A name may be anything: the file is called by its place and by an ending that is a plain one.
    const [, stem, ending = ""] = /** @type {RegExpExecArray} */ (/^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(name));
    return join(this.#folder, `boardlint-${this.#stems.push(stem) - 1}-${this.#token}${ending}`);
  }

  /** @param {string} name @param {string | Uint8Array} data */
  written(name, data) {
    const file = this.file(name);
    writeFileSync(file, data);
    return inside(file);
  }

  /** @param {string} command @param {import("./index.d.ts").Exports} exports @param {{ [name: string]: any }} options */
  run(command, exports, { charter, ...options }) {
    const isPaths = typeof exports === "string" || Array.isArray(exports);
    const paths = isPaths ? [exports].flat() : Object.entries(exports).map((text) => this.written(...text));
    const given = charter?.includes("\n") ? this.written("boardlint.toml", charter) : charter;
    const out = /** @type {Uint8Array[]} */ ([]);
    const err = /** @type {Uint8Array[]} */ ([]);
    const status = boardlint({
      args: ["--color", "never", command, ...flags({ charter: given, ...options }), "--", ...paths],
      stdout: (bytes) => out.push(bytes),
      stderr: (bytes) => err.push(bytes),
    });
    const messages = this.restored(Buffer.concat(err).toString().trim());
    if (status === USAGE) throw new UsageError(messages);
    return { status, out: Buffer.concat(out).toString(), messages };
  }

  /** A text for people with the caller's names of files, as its format has them. @param {string} text */
  restored(text, encoded = (/** @type {string} */ stem) => stem) {
    return this.#restored(text, (stem) => encoded(shown(stem)));
  }

  /** A record with the caller's names of files, exactly. @param {string} json */
  named(json) {
    return JSON.parse(json, (_, value) => (typeof value === "string" ? this.#restored(value, (stem) => stem) : value));
  }

  /** @param {string} text @param {(stem: string) => string} encoded */
  #restored(text, encoded) {
    if (this.#folder === undefined) return text;
    this.#files ??= filesIn(inside(this.#folder), this.#token);
    // In one pass: a name that was put in is not looked at again. The folder alone is where several files lie.
    return text.replace(this.#files, (_, place) => (place === undefined ? "." : encoded(this.#stems[place])));
  }

  close() {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** @template T @param {(given: Given) => T} call */
const given = (call) => {
  const all = new Given();
  try {
    return call(all);
  } finally {
    all.close();
  }
};

/** @type {{ [letter: string]: string }} */
const ENTITY = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** @param {string} name */
const html = (name) => name.replace(/[&<>"']/g, (letter) => ENTITY[letter]);

/** How formats of the report have a name in which nothing is taken for markup. @type {{ [format: string]: (name: string) => string }} */
const ENCODED = {
  html,
  xhtml: html,
  md: (name) => name.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`),
};

/** @type {typeof import("./index.d.ts").check} */
export const check = (exports, options = {}) =>
  given((all) => {
    const { status, out, messages } = all.run("check", exports, { ...options, format: "jsonl", noProgress: true });
    const records = out.split("\n").filter(Boolean).map((line) => all.named(line));
    /** @param {string} type */
    const of = (type) => records.filter((record) => record.type === type);
    const [summary] = of("summary");
    if (summary === undefined) throw new BoardlintError(messages || `boardlint ended with status ${status}`);
    const unreadable = of("unreadable");
    if (status === UNREADABLE && summary.items === 0) throw nothingRead(messages, unreadable);
    return { findings: of("finding"), inconclusive: of("inconclusive"), unreadable, boards: of("board"), summary, status: /** @type {0 | 1 | 3} */ (status), messages };
  });

/** @type {typeof import("./index.d.ts").inspect} */
export const inspect = (exports, options = {}) =>
  given((all) => {
    const { status, out, messages } = all.run("inspect", exports, { ...options, format: "json" });
    if (out === "") throw new BoardlintError(messages || `boardlint ended with status ${status}`);
    const document = all.named(out);
    if (status === UNREADABLE && document.items.count === 0) throw nothingRead(messages, document.unreadable);
    return document;
  });

/** @type {typeof import("./index.d.ts").report} */
export const report = (exports, { format = "html", titles = true, ...options } = {}) =>
  given((all) => {
    const target = all.file(`report.${format}`);
    const { messages } = all.run("report", exports, { ...options, noTitles: !titles, output: inside(target), noProgress: true });
    if (!existsSync(target)) throw new ExportError(messages, []);
    return all.restored(readFileSync(target, "utf8"), ENCODED[format]);
  });
