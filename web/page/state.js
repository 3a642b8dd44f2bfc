// What the page knows while it is open. Nothing of it outlives the page but a charter that somebody asks it to remember.

/**
 * @import { About, CharterText, Draft, Edit, FileId, Judged, Reading } from "./api.d.ts"
 * @import { NextPage } from "./export-links.js"
 */

/**
 * A file that was handed over.
 * @typedef {object} OwnFile
 * @property {FileId} file
 * @property {string} name
 * @property {number} size In bytes.
 * @property {boolean} example Whether it is of the built-in board.
 * @property {NextPage | null} next
 * @property {string} mark The same for files of the same bytes.
 * @property {string} begins The id of the action that a page of Trello begins with; else empty.
 */

/**
 * @typedef {object} State
 * @property {About | null} about
 * @property {OwnFile[]} files
 * @property {Reading | null} reading
 * @property {number} board Which of the boards of the reading.
 * @property {CharterText} charter
 * @property {"none" | "draft" | "changed" | "opened"} origin Where the charter comes from; `draft` is one that nobody touched.
 * @property {Set<string>} confirmed The people whose guesses somebody looked at.
 * @property {Judged | null} judged
 * @property {string} sprint What is looked at: empty for all, `current`, `last-closed`, or a sprint's name.
 * @property {{ name: string, state: string | null }[]} sprints All sprints of the board.
 * @property {string} rule The rule whose findings are shown; empty for all.
 * @property {Set<string>} levels The levels that are shown.
 * @property {boolean} names Whether the report calls people by their names.
 * @property {boolean} titles Whether it shows the titles of items.
 * @property {{ names: boolean, titles: boolean }} written What was asked for of the report that is there.
 * @property {string[]} past Charters before the last changes, for taking them back.
 * @property {boolean} judging
 */

/** @type {CharterText} */
const EMPTY = { toml: "", data: {}, diagnostics: [] };

/** @type {State} */
export const state = {
  about: null,
  files: [],
  reading: null,
  board: 0,
  charter: EMPTY,
  origin: "none",
  confirmed: new Set(),
  judged: null,
  sprint: "",
  sprints: [],
  rule: "",
  levels: new Set(["error", "warn", "info"]),
  names: false,
  titles: true,
  written: { names: false, titles: true },
  past: [],
  judging: false,
};

/** What the views ask of the page. */
/**
 * @typedef {object} Actions
 * @property {(edits: Edit[], words: string) => void} edit Changes the charter, and says so.
 * @property {(toml: string, words: string) => void} write Takes another text as the charter.
 * @property {() => void} undo
 * @property {() => void} judge Judges again, soon.
 * @property {() => void} show Draws everything again that depends on no new answer.
 * @property {(files: FileId[]) => void} remove
 * @property {(board: number) => void} choose
 * @property {() => void} draftAnew
 * @property {() => void} forgetCharter
 * @property {(format: string, name: string, type: string) => void} download
 */

/** The draft of the board that is looked at. @returns {Draft | null} */
export function draft() {
  return state.reading?.boards[state.board]?.draft ?? null;
}

/** What the charter says; empty where its text is broken. */
export function charterData() {
  return state.charter.data ?? {};
}
