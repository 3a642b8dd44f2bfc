/**
 * boardlint reads exported Jira and Trello boards and reports Scrum role anti-patterns, each pointed at the record that proves it.
 *
 *     import { check } from "boardlint";
 *     for (const { rule, item, message } of check("exports/", { charter: "boardlint.toml" }).findings) console.log(rule, item, message);
 *
 * Calls are synchronous: a board of fifty megabytes takes some seconds. Nothing is sent anywhere.
 */

import type { Board, Finding, Inconclusive, Summary, Unreadable } from "./records.js";

export type { Actor, Board, Finding, Inconclusive, Location, Related, Summary, Unreadable } from "./records.js";

/** A file or folder, several of them, or texts by their names. */
export type Exports = string | string[] | { [name: string]: string | Uint8Array };

/** Options of the command line, in camel case. Days are texts, as in `2026-03-02`. */
export interface Options {
  /** The path of a boardlint.toml, or its text (anything with a line break); left out, the nearest beside or above each file. */
  charter?: string;
  po?: string | string[];
  sm?: string | string[];
  dev?: string | string[];
  project?: string;
  timezone?: string;
  dateOrder?: "day-first" | "month-first";
  today?: string;
  since?: string;
  until?: string;
  /** A name, `current` or `last-closed`. */
  sprint?: string;
  rules?: string | string[];
  select?: string | string[];
  ignore?: string | string[];
  minConfidence?: "low" | "medium" | "high";
  profile?: "strict" | "scrum-guide";
}

export interface CheckOptions extends Options {
  baseline?: string;
  failOn?: "error" | "warn" | "info" | "never";
  minLevel?: "error" | "warn" | "info";
  pseudonyms?: boolean;
}

export interface ReportOptions extends Options {
  format?: "html" | "md";
  /** Whether people are called by their names. */
  names?: boolean;
  titles?: boolean;
}

/**
 * Lints exports.
 *
 * Throws a `UsageError` where an option, the charter or a rule is wrong, and an `ExportError` where there is nothing that can be read.
 */
export function check(exports: Exports, options?: CheckOptions): Result;

/** What is in exports, as `boardlint inspect --format json` has it. */
export function inspect(exports: Exports, options?: Options): { [name: string]: unknown };

/** The retro report as a text. */
export function report(exports: Exports, options?: ReportOptions): string;

export class BoardlintError extends Error {}
export class UsageError extends BoardlintError {}
export class ExportError extends BoardlintError {
  unreadable: Unreadable[];
}

export interface Result {
  /** In their order: board, time, item, rule. */
  findings: Finding[];
  inconclusive: Inconclusive[];
  /** What could not be read beside what could. */
  unreadable: Unreadable[];
  /** What each board gave: its counts, how many rules could be judged on it, and the period that was. */
  boards: Board[];
  summary: Summary;
  /** 0 clean, 1 findings at or above `failOn`, 3 something was not readable. */
  status: 0 | 1 | 3;
  /** What the program said on standard error. */
  messages: string;
}
