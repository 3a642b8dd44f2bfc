// "Drop it here": what was handed over, what each file is and what it can prove, or why it is none.

import { button, byId, choice, counted, data, el, fill, listed, sentence, shownDay, shownSize } from "./dom.js";
import { state } from "./state.js";

/** @import { ReadFile, Unreadable } from "./api.d.ts" */
/** @import { Actions, OwnFile } from "./state.js" */
/** @import { Child } from "./dom.js" */

/** How many files are listed before the rest is folded. */
const SHOWN = 12;

/** @param {Actions} actions */
export function showFiles(actions) {
  fill(byId("files"), () => content(actions));
}

/** @param {Actions} actions @returns {Child[]} */
function content(actions) {
  const { files, reading } = state;
  byId("drop-zone").classList.toggle("small", files.length > 0);
  if (files.length === 0) return [state.charter.toml === "" ? null : kept(actions)];
  const rows = files.map((file) => row(file, actions));
  const boards = reading?.boards ?? [];
  const others = (reading?.unreadable ?? []).filter((it) => it.file === null);
  return [
    boards.length > 1 ? whichBoard(actions) : null,
    el("ul", { class: "files" }, rows.slice(0, SHOWN)),
    rows.length > SHOWN ? el("details", { id: "more-files", class: "fold" }, el("summary", {}, `and ${counted(rows.length - SHOWN, "more file")}`), el("ul", { class: "files" }, rows.slice(SHOWN))) : null,
    others.length > 0 ? el("ul", { class: "files" }, others.map((it) => el("li", { class: "refused" }, refusal(it)))) : null,
    reading?.nothing ? el("p", { class: "notice" }, reading.nothing) : null,
    el("p", { class: "row" }, button("Remove all", () => actions.remove(files.map((it) => it.file)), { id: "remove-all" })),
  ];
}

/** What was said stays when the files go: the next export is judged by it. @param {Actions} actions */
function kept(actions) {
  return el(
    "p",
    { class: "notice row" },
    el("span", {}, "What you said of roles and columns is still here, and the next export is judged by it. Now drop the export."),
    button("Forget it", actions.forgetCharter, { id: "forget-charter" }),
  );
}

/** @param {Actions} actions */
function whichBoard(actions) {
  const boards = state.reading?.boards ?? [];
  const options = boards.map((board, index) => ({ value: String(index), label: `${board.name || "a board without a name"} (${counted(board.items, "item")})` }));
  return el(
    "p",
    { class: "notice field" },
    el("label", { for: "which-board" }, `These files make ${boards.length} boards. This page looks at one at a time:`),
    choice(options, String(state.board), (value) => actions.choose(Number(value)), { id: "which-board" }),
  );
}

/** @param {OwnFile} own @param {Actions} actions */
function row(own, actions) {
  const read = (state.reading?.read ?? []).filter((it) => it.file === own.file);
  const refused = (state.reading?.unreadable ?? []).filter((it) => it.file === own.file);
  const known = state.reading !== null;
  return el(
    "li",
    { class: refused.length > 0 && read.length === 0 ? "refused" : "" },
    el(
      "div",
      { class: "file-head" },
      el("strong", {}, data(own.name)),
      own.size > 0 ? el("small", {}, shownSize(own.size)) : null,
      own.example ? el("small", { class: "chip" }, "an invented board") : null,
      button("Remove", () => actions.remove([own.file]), { class: "quiet", id: `remove-${own.file}`, "aria-label": `Remove ${own.name}` }),
    ),
    read.map((it) => described(it, own)),
    refused.map(refusal),
    known && read.length === 0 && refused.length === 0 ? el("p", {}, "No export: it was left out.") : null,
    own.next ? more(own.next) : null,
  );
}

/** @param {import("./export-links.js").NextPage} next */
function more(next) {
  if (next.begins) {
    return el("p", { class: "notice" }, "You can go on with this. Trello gives a thousand actions at once, and this is a thousand; for a longer history, open ", el("a", { class: "go", href: next.link, target: "_blank", rel: "noopener noreferrer" }, next.at), " in a tab, save it under a name of its own, as ", el("code", {}, "older-1.json"), ", and drop it here, too. What is judged without it begins with the oldest action that is known.");
  }
  return el("p", { class: "notice" }, "This page says that more follow: open ", el("a", { class: "go", href: next.link, target: "_blank", rel: "noopener noreferrer" }, next.at), ", save it, and drop it here, too.");
}

/** @param {ReadFile} file @param {OwnFile} own */
function described(file, own) {
  const { proves } = file;
  const holds = [file.export ? counted(file.items, file.tool === "trello" ? "card" : "issue") : "", file.changes > 0 ? counted(file.changes, "change") : ""];
  if (proves) holds.push(proves.people > 0 ? counted(proves.people, "person", "people") : "", proves.sprints > 0 ? counted(proves.sprints, "sprint") : "");
  const what = holds.filter((it) => it !== "");
  return el(
    "div",
    { class: "file-what" },
    el("p", {}, file.name === own.name ? null : [data(file.name), ": "], file.format, what.length > 0 ? ` with ${listed(what)}` : "", "."),
    proves ? el("p", { class: `proves ${file.export ? proves.history : ""}` }, file.export ? proof(proves) : "It completes an export, and holds no items of its own.") : null,
    file.notes.map((note) => el("p", { class: "hint" }, note)),
  );
}

/** @param {NonNullable<ReadFile["proves"]>} proves */
function proof(proves) {
  if (proves.history === "whole") return "It can prove who did what, and when.";
  if (proves.history === "cut") {
    const since = proves.historySince ? `from ${shownDay(proves.historySince)} on` : "for a part of the time";
    return `It can prove who did what ${since}; what came before was cut off.`;
  }
  return `It shows how things stand, and cannot prove who did what: it holds no history.${proves.comments ? " What was said is in it." : ""}`;
}

/** What a sentence of the program refers to, and this page has itself. */
const GUIDE = /(?:: | \()?the README shows how(?: to export the board)?\)?/;

/** @param {Unreadable} it */
function refusal(it) {
  const parts = [it.message, it.hint].filter((text) => text !== "");
  const lines = parts.map((text, index) => el("p", { class: index === 0 ? "why-not" : "hint" }, sentence(text.replace(GUIDE, ""))));
  return el("div", { class: "file-what" }, lines, parts.some((text) => GUIDE.test(text)) ? el("p", { class: "hint" }, "How to: ", el("a", { href: "#get" }, "Get an export"), ".") : null);
}
