// The page: hands files to the worker, keeps the charter, has the board judged whenever one of them changes, and shows it.

import { sources } from "./boot.js";
import { draftText, learnNames } from "./charter.js";
import { connect } from "./client.js";
import { byId, counted, fill, say, shownDay, shownSize, button, el } from "./dom.js";
import { bytesOf, chosenFiles, droppedFiles, save } from "./dropped.js";
import { nextPage, trelloPage } from "./export-links.js";
import { forget, remembered } from "./memory.js";
import { draft, state } from "./state.js";
import { showColumns } from "./view-columns.js";
import { showFiles } from "./view-files.js";
import { showFindings } from "./view-findings.js";
import { showGet } from "./view-get.js";
import { showPeople } from "./view-people.js";
import { showReport } from "./view-report.js";
import { keep, showTake } from "./view-take.js";

/**
 * @import { CharterText, Client, JudgeRequest } from "./api.d.ts"
 * @import { HandedFile } from "./dropped.js"
 * @import { Actions } from "./state.js"
 */

/** How many bytes the page takes in all: a browser's tab holds each several times over while it is read. */
const MOST_BYTES = 400_000_000;
/** How long the page waits for the next change before it judges, in milliseconds. */
const PAUSE = 150;

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
    for (const [index, { name, file }] of exports.entries()) {
      const words = exports.length > 1 ? `Taking in file ${index + 1} of ${exports.length}: ${name}` : `Taking in ${name}`;
      const step = (/** @type {number} */ done) => progress(1, `${words}, ${shownSize(file.size)}`, (taken + done) / Math.max(1, all));
      step(0);
      const bytes = await bytesOf(file, step);
      taken += file.size;
      const trello = trelloPage(new Uint8Array(bytes));
      const next = trello ? trello.next : nextPage(new Uint8Array(bytes));
      const id = await clients.judge.add(name, bytes);
      state.files.push({ file: id, name, size: file.size, example: false, next, begins: trello?.begins ?? "" });
    }
    dropFollowed();
    const charter = charters[0];
    if (charter) await open(clients, await charter.file.text(), charters.length > 1 ? `Of ${charters.length} charters the first is taken, ${charter.name}.` : `The charter ${charter.name} is in force.`);
    if (exports.length > 0) await read(clients);
    else showAll();
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

/** The steps from a file to findings: taking it in, reading it, judging. */
const STEPS = 3;

/** @param {number} step @param {string} words @param {number} [share] How much of the step is done; left out where that is not known. */
function progress(step, words, share) {
  const bar = /** @type {HTMLProgressElement} */ (byId("progress-bar"));
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
  fill(byId("progress-words"), () => [`Step ${step} of ${STEPS}. ${words}`]);
  byId("progress").hidden = false;
}

/** @param {Client} client */
async function removeExamples(client) {
  const examples = state.files.filter((it) => it.example);
  if (examples.length === 0) return;
  await client.remove(examples.map((it) => it.file));
  state.files = state.files.filter((it) => !it.example);
  forgetCharter();
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
    await clients.judge.remove(state.files.map((it) => it.file));
    state.files = [];
    forgetCharter();
    const example = await clients.judge.example(tool);
    state.files = example.files.map(({ file, name }) => ({ file, name, size: 0, example: true, next: null, begins: "" }));
    await open(clients, example.charter, "This is the board of an invented bakery, with the charter of its team.");
    await read(clients);
  });
}

/** @param {{ judge: Client, pen: Client }} clients */
async function read(clients) {
  const before = state.reading?.boards[state.board]?.name;
  const size = state.files.reduce((sum, it) => sum + it.size, 0);
  progress(2, `Finding out what happened${size > 0 ? `, in ${shownSize(size)}` : ""}`);
  state.reading = state.files.length > 0 ? await clients.judge.read() : null;
  byId("progress").hidden = true;
  const boards = state.reading?.boards ?? [];
  state.board = Math.max(0, boards.findIndex((it) => it.name === before));
  state.sprints = [];
  await useDraft(clients);
  showAll();
  judge();
  const now = draft();
  if (now && before === undefined) {
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
      say(words);
      showAll();
      judge();
    } catch (error) {
      failed(error);
    }
  });
}

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
      showAll();
      judge();
      say("The last change was taken back.");
      return null;
    }, ""),
  judge,
  show: showAll,
  remove: (files) => {
    void then(async (clients) => {
      await clients.judge.remove(files);
      state.files = state.files.filter((it) => !files.includes(it.file));
      if (state.files.length === 0) forgetCharter();
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
    if (format === "charter") return save(name, state.charter.toml, type);
    // A browser saves what is saved while it still remembers the click, so the outputs are there before.
    void judgement.then(() => save(name, state.judged?.outputs[outputs().indexOf(format)] ?? "", type));
  },
};

// -------------------------------------------------------------------------------------------------------------- judging

/** What is written of each judgement. */
const OUTPUTS = ["html", "csv", "json"];

/** Those of them that this build of boardlint has; the report comes first. */
const outputs = () => OUTPUTS.filter((format) => state.about?.formats.includes(format));

/** @returns {JudgeRequest} */
function request() {
  return {
    files: state.reading?.boards[state.board]?.files,
    charter: state.charter.toml,
    now: new Date().toISOString(),
    sprint: state.sprint === "" ? null : state.sprint,
    outputs: outputs().map((format) => (format === "html" ? { format, names: state.names, titles: state.titles } : { format })),
  };
}

/** The judgement that is under way, or the last one. */
let judgement = Promise.resolve();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** Judges soon; changes that come in the meantime share one judgement. */
function judge() {
  clearTimeout(waiting);
  if (!draft()) return;
  waiting = setTimeout(() => (judgement = judgeNow()), state.judged ? PAUSE : 0);
}

async function judgeNow() {
  if (state.judging) {
    await judgement;
    return judge();
  }
  state.judging = true;
  document.body.dataset.judging = "";
  if (state.judged === null) progress(3, `Judging by ${state.about?.rules.length ?? "all"} rules`);
  try {
    const judged = await workers.judge.judge(request());
    state.judged = judged;
    if (state.sprint === "" && judged.boards.length > 0) state.sprints = judged.boards.flatMap((it) => it.sprints).filter((it) => it.start !== null);
    learnNames(draft()?.people ?? [], judged.boards.flatMap((it) => it.named));
    showPeople(actions);
    showFindings(actions);
    showReport(actions);
    showColumns(actions);
    say(judged.lastLine || judged.failures.join(" "));
    document.body.dataset.judgements = String(Number(document.body.dataset.judgements ?? "0") + 1);
  } catch (error) {
    startOver(error);
  } finally {
    state.judging = false;
    byId("progress").hidden = true;
    delete document.body.dataset.judging;
  }
}

// -------------------------------------------------------------------------------------------------------------- showing

function showAll() {
  const board = draft();
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
void then(async ({ judge: client }) => {
  state.about = await client.about();
  byId("version").textContent = `boardlint ${state.about.version}`;
  // Ready before it is needed.
  void workers.pen.charter("").catch(() => {});
});
