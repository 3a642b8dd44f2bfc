// @ts-check
/** boardlint as a library: see index.d.ts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { boardlint } from "./program.js";

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
    return [value].flat().map((one) => `${flag}=${name === "rules" ? resolve(one) : one}`);
  });

/** @param {string[]} args @param {string} folder */
const told = (args, folder) => {
  const out = /** @type {Uint8Array[]} */ ([]);
  const err = /** @type {Uint8Array[]} */ ([]);
  const status = boardlint({
    args: ["--color", "never", ...args],
    folder,
    stdout: (bytes) => out.push(bytes),
    stderr: (bytes) => err.push(bytes),
  });
  return { status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString().trim() };
};

/**
 * Calls `call` with what the program is given: paths, and the names that files written for this call have elsewhere.
 *
 * @template T
 * @param {import("./index.d.ts").Exports} exports
 * @param {string | undefined} charter
 * @param {(given: { paths: string[], charter: string[], folder: string, names: Map<string, string> }) => T} call
 */
const given = (exports, charter, call) => {
  const names = new Map();
  const isText = charter?.includes("\n") ?? false;
  const isPaths = typeof exports === "string" || Array.isArray(exports);
  if (isPaths && !isText) {
    const path = charter === undefined ? [] : [`--charter=${charter}`];
    return call({ paths: [exports].flat(), charter: path, folder: process.cwd(), names });
  }
  const folder = mkdtempSync(join(tmpdir(), "boardlint-"));
  try {
    let path = charter === undefined ? [] : [`--charter=${resolve(charter)}`];
    if (isText) {
      const file = join(folder, "boardlint.toml");
      writeFileSync(file, /** @type {string} */ (charter));
      names.set(file, "boardlint.toml");
      path = [`--charter=${file}`];
    }
    if (isPaths) return call({ paths: [exports].flat(), charter: path, folder: process.cwd(), names });
    const paths = Object.entries(exports).map(([name, data], place) => {
      const ending = /\.\w{1,8}$/.exec(extname(name))?.[0] ?? "";
      const file = `boardlint-input-${place}${ending}`;
      writeFileSync(join(folder, file), data);
      names.set(file, name);
      return file;
    });
    return call({ paths, charter: path, folder, names });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @param {Map<string, string>} names @returns {(key: string, value: any) => any} */
const named = (names) => (key, value) => {
  if (key !== "path" || typeof value !== "string") return value;
  const [file, ...entry] = value.split("!");
  return [names.get(file) ?? file, ...entry].join("!");
};

/** @type {typeof import("./index.d.ts").check} */
export const check = (exports, { charter, ...options } = {}) =>
  given(exports, charter, ({ paths, folder, names, ...more }) => {
    const args = ["check", "--format", "jsonl", "--no-progress", ...more.charter, ...flags(options), "--", ...paths];
    const { status, out, err } = told(args, folder);
    if (status === USAGE) throw new UsageError(err);
    const records = out.split("\n").filter(Boolean).map((line) => JSON.parse(line, named(names)));
    /** @param {string} type */
    const all = (type) => records.filter((record) => record.type === type);
    const [summary] = all("summary");
    if (summary === undefined) throw new BoardlintError(err || `boardlint ended with status ${status}`);
    const unreadable = all("unreadable");
    if (status === UNREADABLE && summary.items === 0) throw new ExportError(err, unreadable);
    return { findings: all("finding"), inconclusive: all("inconclusive"), unreadable, boards: all("board"), summary, status: /** @type {0 | 1 | 3} */ (status), messages: err };
  });

/** @type {typeof import("./index.d.ts").inspect} */
export const inspect = (exports, { charter, ...options } = {}) =>
  given(exports, charter, ({ paths, folder, names, ...more }) => {
    const args = ["inspect", "--format", "json", ...more.charter, ...flags(options), "--", ...paths];
    const { status, out, err } = told(args, folder);
    if (status === USAGE) throw new UsageError(err);
    if (out === "") throw new BoardlintError(err || `boardlint ended with status ${status}`);
    const document = JSON.parse(out, named(names));
    if (status === UNREADABLE && document.items.count === 0) throw new ExportError(err, document.unreadable);
    return document;
  });

/** @type {typeof import("./index.d.ts").report} */
export const report = (exports, { charter, format = "html", names: named = false, titles = true, ...options } = {}) => {
  const target = mkdtempSync(join(tmpdir(), "boardlint-report-"));
  try {
    return given(exports, charter, ({ paths, folder, ...more }) => {
      const file = join(target, `report.${format}`);
      const asked = flags({ names: named, noTitles: !titles, ...options });
      const args = ["report", "--no-progress", `--output=${file}`, ...more.charter, ...asked, "--", ...paths];
      const { status, err } = told(args, folder);
      if (status === USAGE) throw new UsageError(err);
      try {
        return readFileSync(file, "utf8");
      } catch {
        throw new ExportError(err, []);
      }
    });
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
};
