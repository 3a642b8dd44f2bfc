// The page: hands files to the worker, keeps the charter, has the board judged whenever one of them changes, and shows it.

import { sources } from "./boot.js";
import { draftText } from "./charter.js";
import { connect } from "./client.js";
import { byId, counted, listed, say, shownDay, shownSize, button, el } from "./dom.js";
import { bytesOf, chosenFiles, droppedFiles, markOf, save } from "./dropped.js";
import { nextPage, trelloPage } from "./export-links.js";
import { judgeSoon, sayChange, withOutput } from "./judging.js";
import { forget, remembered } from "./memory.js";
import { progress } from "./progress.js";
import { draft, state } from "./state.js";
import { followSteps } from "./steps.js";
import { showColumns } from "./view-columns.js";
import { showFiles } from "./view-files.js";
import { showFindings } from "./view-findings.js";
import { showGet } from "./view-get.js";
import { showPeople } from "./view-people.js";
import { showReport } from "./view-report.js";
import { keep, showTake } from "./view-take.js";

/**
 * @import { CharterText, Client } from "./api.d.ts"
 * @import { HandedFile } from "./dropped.js"
 * @import { Actions } from "./state.js"
 */

/** How many bytes the page takes in all: a browser's tab holds each several times over while it is read. */
const MOST_BYTES = 400_000_000;

/** One worker judges, the other edits charters, so that an edit never waits for a judgement. */
const workers = { judge: connect(sources), pen: connect(sources) };

/** Tasks that change what the worker has, one after another. @type {Promise<unknown>} */
let tasks = Promise.resolve();

/** @param {(clients: { judge: Client, pen: Client }) => Promise<void>} task */
function then(task) {
  tasks = tasks.then(async () => {
    try {
      await task(workers);
    } catch (error) {
      startOver(error);
    }
  });
  return tasks;
}

/** @param {unknown} error */
function failed(error) {
  byId("progress").hidden = true;
  const text = error instanceof Error ? error.message : String(error);
  say(text);
  byId("faults").replaceChildren(el("p", { class: "notice" }, text));
}

/** After a file was too much for the worker, or somebody would not wait: another worker, which has no files. @param {unknown} error */
function startOver(error) {
  if (error instanceof TooLarge) return failed(error);
  // What was under way when the worker was stopped has been said already.
  if (error instanceof Error && error.message === "stopped") return;
  workers.judge.stop();
  state.files = [];
  state.reading = null;
  if (state.origin === "draft") forgetCharter();
  state.judged = null;
  showAll();
  failed(error);
}

/** More than the page takes at all. */
class TooLarge extends Error {}

// ---------------------------------------------------------------------------------------------------------------- files

/** @param {{ files: HandedFile[], leftOut: number }} handed */
function take({ files, leftOut }) {
  if (files.length === 0) {
    say(leftOut > 0 ? `No export among ${counted(leftOut, "file")}.` : "There was no file in that.");
    return;
  }
  byId("faults").replaceChildren();
  void then(async (clients) => {
    const exports = files.filter(({ name }) => !name.toLowerCase().endsWith(".toml"));
    const charters = files.filter((it) => !exports.includes(it));
    const size = [...exports.map(({ file }) => file.size), ...state.files.map((it) => it.size)].reduce((sum, it) => sum + it, 0);
    if (size > MOST_BYTES) throw new TooLarge(`That is ${shownSize(size)}, and this page takes ${shownSize(MOST_BYTES)} at most: a browser cannot hold more safely. Take fewer files, or judge them on the command line, which has no such limit.`);
    if (exports.length > 0) await removeExamples(clients.judge);
    const all = exports.reduce((sum, { file }) => sum + file.size, 0);
    let taken = 0;
    /** @type {string[]} */
    const twice = [];
    for (const [index, { name, file }] of exports.entries()) {
      const words = exports.length > 1 ? `Taking in file ${index + 1} of ${exports.length}: ${name}` : `Taking in ${name}`;
      const step = (/** @type {number} */ done) => progress(1, `${words}, ${shownSize(file.size)}`, (taken + done) / Math.max(1, all));
      step(0);
      const bytes = await bytesOf(file, step);
      taken += file.size;
      const mark = markOf(bytes);
      const same = state.files.find((it) => it.size === file.size && it.mark === mark);
      if (same) {
        twice.push(name);
        continue;
      }
      const trello = trelloPage(new Uint8Array(bytes));
      const next = trello ? trello.next : nextPage(new Uint8Array(bytes));
      const id = await clients.judge.add(name, bytes);
      state.files.push({ file: id, name, size: file.size, example: false, next, begins: trello?.begins ?? "", mark });
    }
    dropFollowed();
    const charter = charters[0];
    if (charter) await open(clients, await charter.file.text(), charters.length > 1 ? `Of ${charters.length} charters the first is taken, ${charter.name}.` : `The charter ${charter.name} is in force.`);
    const fresh = state.files.slice(state.files.length - exports.length + twice.length).map((it) => it.file);
    if (fresh.length > 0) await read(clients, fresh);
    else {
      byId("progress").hidden = true;
      showAll();
      if (charter) judge();
    }
    if (twice.length > 0) say(`${listed(twice)} ${twice.length === 1 ? "is" : "are"} here already.`);
    if (leftOut > 0) say(`${counted(leftOut, "file that is", "files that are")} no export left out.`);
  });
}

/** A page whose next one is here, too, leads nowhere. */
function dropFollowed() {
  const links = new Set();
  for (const file of [...state.files].reverse()) {
    if (file.next && links.has(file.next.link)) file.next = null;
    else if (file.next) links.add(file.next.link);
  }
  const begins = new Set(state.files.map((it) => it.begins));
  for (const file of state.files) if (file.next?.begins && begins.has(file.next.begins)) file.next = null;
  // Of pages that follow one another by tokens, only the newest leads on; once the last page is here, none does.
  const paged = state.files.filter((it) => it.next?.at === "the next page");
  paged.slice(0, -1).forEach((it) => (it.next = null));
}

/** @param {Client} client */
async function removeExamples(client) {
  const examples = state.files.filter((it) => it.example);
  if (examples.length === 0) return;
  await client.remove(examples.map((it) => it.file));
  state.files = state.files.filter((it) => !it.example);
  forgetCharter();
  restore();
}

/** What was said of a board of one's own, while an example is looked at. @type {Pick<typeof state, "charter" | "origin" | "past"> | null} */
let own = null;

/** Whether the charter holds what somebody said of a board of their own. */
function isOwn() {
  return (state.origin === "changed" || state.origin === "opened") && !state.files.some((it) => it.example);
}

function restore() {
  if (own) Object.assign(state, own);
  own = null;
}

function forgetCharter() {
  state.charter = { toml: "", data: {}, diagnostics: [] };
  state.origin = "none";
  state.past = [];
  state.confirmed.clear();
  state.sprint = "";
  state.judged = null;
}

/** @param {"jira" | "trello"} tool */
function tryExample(tool) {
  void then(async (clients) => {
    progress(1, "Taking in the bakery's board");
    if (isOwn()) own = { charter: state.charter, origin: state.origin, past: state.past };
    await clients.judge.remove(state.files.map((it) => it.file));
    state.files = [];
    forgetCharter();
    const example = await clients.judge.example(tool);
    state.files = example.files.map(({ file, name }) => ({ file, name, size: 0, example: true, next: null, begins: "", mark: "" }));
    await open(clients, example.charter, "This is the board of an invented bakery, with the charter of its team.");
    await read(clients);
  });
}

/** @param {{ judge: Client, pen: Client }} clients @param {number[]} [fresh] The files that have just come. */
async function read(clients, fresh = []) {
  const before = state.reading?.boards[state.board]?.name;
  const size = state.files.reduce((sum, it) => sum + it.size, 0);
  if (state.files.length > 0) progress(2, `Finding out what happened${size > 0 ? `, in ${shownSize(size)}` : ""}`);
  state.reading = state.files.length > 0 ? await clients.judge.read() : null;
  byId("progress").hidden = true;
  const boards = state.reading?.boards ?? [];
  state.board = Math.max(0, boards.findIndex((it) => it.name === before));
  state.sprints = [];
  await useDraft(clients);
  showAll();
  judge();
  const readable = new Set(state.reading?.read.map((it) => it.file));
  const refused = state.files.filter((it) => fresh.includes(it.file) && !readable.has(it.file));
  if (refused.length > 0) say(`${listed(refused.map((it) => it.name))} cannot be read: why stands beside ${refused.length === 1 ? "it" : "them"}.`);
  if (refused.length > 0 || (draft() && before === undefined)) {
    byId("drop").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    byId("drop-title").focus({ preventScroll: true });
  }
}

/** Takes the draft as the charter, unless somebody has said something already. @param {{ pen: Client }} clients */
async function useDraft({ pen }) {
  const board = draft();
  if (!board || state.origin === "changed" || state.origin === "opened") return;
  state.charter = await pen.charter(draftText(board));
  state.origin = "draft";
}

// -------------------------------------------------------------------------------------------------------------- charter

/** @param {CharterText} charter */
function setCharter(charter) {
  state.past.push(state.charter.toml);
  if (state.past.length > 100) state.past.shift();
  state.charter = charter;
  keep();
}

/** @param {{ pen: Client }} clients @param {string} toml @param {string} words */
async function open({ pen }, toml, words) {
  setCharter(await pen.charter(toml));
  state.origin = "opened";
  say(words);
}

/** Edits, one after another: each begins with what the one before it left. @type {Promise<unknown>} */
let edits = Promise.resolve();

/** @param {(pen: Client) => Promise<CharterText | null>} change @param {string} words */
function changeCharter(change, words) {
  edits = edits.then(async () => {
    try {
      const charter = await change(workers.pen);
      if (!charter) return;
      setCharter(charter);
      if (state.origin !== "opened") state.origin = "changed";
      sayChange(words);
      showAll();
      judge();
    } catch (error) {
      failed(error);
    }
  });
}

const judge = () => judgeSoon(workers.judge, actions, startOver);

/** @type {Actions} */
const actions = {
  edit: (list, words) => changeCharter((pen) => pen.edit(state.charter.toml, list), words),
  write: (toml, words) => changeCharter((pen) => pen.charter(toml), words),
  undo: () =>
    changeCharter(async (pen) => {
      const before = state.past.pop();
      if (before === undefined) return null;
      const charter = await pen.charter(before);
      // What is taken back is not a step to take back in its turn.
      state.charter = charter;
      sayChange("The last change was taken back.");
      showAll();
      judge();
      return null;
    }, ""),
  judge,
  show: showAll,
  remove: (files) => {
    void then(async (clients) => {
      const keeps = isOwn();
      await clients.judge.remove(files);
      state.files = state.files.filter((it) => !files.includes(it.file));
      if (state.files.length === 0 && !keeps) {
        forgetCharter();
        restore();
      }
      await read(clients);
      say(state.files.length === 0 ? "No file is here any more." : `${counted(files.length, "file was", "files were")} removed.`);
    });
  },
  choose: (board) => {
    void then(async (clients) => {
      state.board = board;
      state.sprint = "";
      state.sprints = [];
      await useDraft(clients);
      showAll();
      judge();
    });
  },
  forgetCharter: () => {
    own = null;
    forgetCharter();
    showAll();
    say("The charter is forgotten.");
  },
  draftAnew: () => {
    void then(async ({ pen }) => {
      const board = draft();
      if (!board) return;
      setCharter(await pen.charter(draftText(board)));
      state.origin = "draft";
      state.confirmed.clear();
      say("The charter is drafted anew. The one before it can be taken back.");
      showAll();
      judge();
    });
  },
  download: (format, name, type) => {
    if (format === "charter") save(name, state.charter.toml, type);
    else withOutput(format, (text) => save(name, text, type));
  },
};

// -------------------------------------------------------------------------------------------------------------- showing

function showAll() {
  const board = draft();
  // Who has a board of their own is not offered another.
  for (const part of document.querySelectorAll("[data-without-own]")) if (part instanceof HTMLElement) part.hidden = state.files.some((it) => !it.example);
  for (const part of document.querySelectorAll("[data-with-board]")) if (part instanceof HTMLElement) part.hidden = board === null;
  showFiles(actions);
  showPeople(actions);
  showColumns(actions);
  showFindings(actions);
  showReport(actions);
  showTake(actions);
}

/** Offers the charter that this browser remembers. */
function offerRemembered() {
  const kept = remembered();
  if (!kept) return;
  const box = el(
    "p",
    { class: "notice row", id: "kept" },
    el("span", {}, `This browser remembers a charter from ${shownDay(kept.day)}.`),
    button("Use it", () => {
      box.remove();
      void then(async (clients) => {
        await open(clients, kept.toml, "The remembered charter is in force.");
        showAll();
        judge();
      });
    }, { id: "use-kept" }),
    button("Forget it", () => {
      forget();
      box.remove();
      say("This browser remembers nothing.");
    }, { id: "forget-kept" }),
  );
  byId("drop-zone").before(box);
}

function listen() {
  for (const id of ["choose-files", "choose-folder"]) {
    const input = /** @type {HTMLInputElement} */ (byId(id));
    input.addEventListener("change", () => {
      take(chosenFiles(input.files));
      input.value = "";
    });
  }
  byId("progress-stop").addEventListener("click", () => startOver(new Error("Stopped. No file is here any more.")));
  byId("start-choose").addEventListener("click", () => byId("choose-files").click());
  byId("try-trello").addEventListener("click", () => tryExample("trello"));
  byId("try-jira").addEventListener("click", () => tryExample("jira"));

  const dragged = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (!dragged(event) || !event.dataTransfer) return;
    event.preventDefault();
    droppedFiles(event.dataTransfer).then(take, failed);
  });

  const area = /** @type {HTMLTextAreaElement} */ (byId("charter-text"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (area.value !== state.charter.toml) actions.write(area.value, "The charter was changed.");
    }, 500);
  });
}

showGet();
offerRemembered();
listen();
followSteps();
void then(async ({ judge: client }) => {
  state.about = await client.about();
  byId("version").textContent = `boardlint ${state.about.version}`;
  // Ready before it is needed.
  void workers.pen.charter("").catch(() => {});
});
