// "What columns mean": statuses or lists under their stages, and what else an export does not say by itself.

import { placeOf, setSetting, setting } from "./charter.js";
import { button, byId, choice, counted, data, el, fill } from "./dom.js";
import { charterData, draft, state } from "./state.js";
import { sprintsPart } from "./view-sprints.js";

/**
 * @import { Column, Field, Guess, Kind, KindName, Stage } from "./api.d.ts"
 * @import { Actions } from "./state.js"
 * @import { Child } from "./dom.js"
 */

/** @type {{ stage: Stage, title: string, about: string }[]} */
const FLOW = [
  { stage: "backlog", title: "Backlog", about: "ideas, in the Product Owner's order" },
  { stage: "ready", title: "Ready", about: "understood, not begun" },
  { stage: "doing", title: "Doing", about: "being worked on" },
  { stage: "acceptance", title: "Acceptance", about: "waits for the Product Owner" },
  { stage: "done", title: "Done", about: "delivered" },
];

/** @type {{ stage: Stage, title: string, about: string }[]} */
const BESIDE = [
  { stage: "impediments", title: "Impediments", about: "what blocks the team" },
  { stage: "retrospective", title: "Retrospective", about: "what a retrospective decided" },
  { stage: "cancelled", title: "Cancelled", about: "finished, never delivered" },
  { stage: "no-work", title: "No work", about: "a legend, links, notes: not judged" },
];

/** @type {Kind[]} */
const KINDS = ["story", "bug", "task", "sub-task", "epic", "spike", "impediment", "retro-action", "technical-debt", "meeting", "other"];

/** How many labels are shown before the rest is folded. */
const SHOWN = 12;

/** @param {Actions} actions */
export function showColumns(actions) {
  fill(byId("columns-body"), () => content(actions));
}

/** @param {Actions} actions @returns {Child[]} */
function content(actions) {
  const board = draft();
  if (!board) return [];
  const columns = board.columns.filter((it) => it.writable);
  const places = new Map(columns.map((it) => [it, placeOf(charterData(), "workflow", it.name)]));
  const of = (/** @type {string} */ stage) => columns.filter((it) => places.get(it) === stage);
  const beside = BESIDE.filter(({ stage }) => of(stage).length > 0);
  const empty = BESIDE.filter(({ stage }) => of(stage).length === 0);
  const none = of("");
  const away = board.tool === "trello" ? board.items - board.columns.reduce((sum, it) => sum + it.items, 0) : 0;
  return [
    el("div", { class: "flow" }, FLOW.map((lane) => laneOf(lane, of(lane.stage), actions))),
    el(
      "div",
      { class: "flow beside" },
      laneOf({ stage: "", title: "No stage", about: none.length > 0 ? "nothing in these is judged as work in a stage" : "every column has its stage" }, none, actions),
      beside.map((lane) => laneOf(lane, of(lane.stage), actions)),
    ),
    away > 0 ? el("p", { class: "hint" }, `Archived, and in no column now: ${counted(away, "card")} of ${board.items.toLocaleString("en")}.`) : null,
    el("p", { class: "hint" }, empty.length > 0 ? `Nothing stands under ${empty.map((it) => it.title).join(", ")}: that is fine if the board has no such column. ` : "", board.unusedColumns.length > 0 ? `Archived and empty, so left out: ${board.unusedColumns.slice(0, 8).join(", ")}.` : ""),
    board.tool === "trello" || needsSprints() ? sprintsPart(board, actions) : knownSprints(),
    hours(board),
    kindsPart(board.kinds, board.tool === "trello", actions),
    detailsPart(board.fields, actions),
  ];
}

/** Where no time zone is said, when the team seems to work. @param {import("./api.d.ts").Draft} board */
function hours(board) {
  const zone = setting(charterData(), ["timezone"]);
  if (!board.workingHours || (zone !== "" && zone !== "UTC")) return null;
  return el("p", { class: "hint" }, `Times are those of UTC: ${board.workingHours}. If that is not when the team works, choose its time zone below.`);
}

/** Whether the export names sprints and does not say when they ran. */
function needsSprints() {
  if (charterData().sprints !== undefined) return true;
  return state.sprints.length === 0 && (state.judged?.inconclusive ?? []).some((it) => it.missing === "sprints");
}

/** The sprints that an export knows by itself. */
function knownSprints() {
  if (state.sprints.length === 0) return null;
  const names = state.sprints.map((it) => it.name);
  const few = names.length > 6 ? ["…", ...names.slice(-6)] : names;
  return el("div", { class: "sprints" }, el("h3", {}, "Sprints"), el("p", { class: "hint" }, `The export knows ${counted(names.length, "sprint")} and when they ran (${few.join(", ")}): nothing has to be said here.`));
}

/** @param {{ stage: Stage | "", title: string, about: string }} lane @param {Column[]} columns @param {Actions} actions */
function laneOf(lane, columns, actions) {
  const box = el(
    "div",
    { class: lane.stage === "" ? "lane none" : "lane", "data-stage": lane.stage },
    el("h3", {}, lane.title),
    el("p", { class: "hint" }, lane.about),
    columns.length > 0 ? el("ul", { class: "plain" }, columns.map((column) => el("li", {}, columnOf(column, lane.stage, actions)))) : el("p", { class: "nothing" }, "no column"),
  );
  box.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("text/x-column")) return;
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    box.classList.remove("over");
    const name = event.dataTransfer?.getData("text/x-column");
    if (!name) return;
    event.preventDefault();
    move(name, lane.stage, actions);
  });
  return box;
}

/** @param {string} name @param {Stage | ""} stage @param {Actions} actions */
function move(name, stage, actions) {
  if (placeOf(charterData(), "workflow", name) !== stage) actions.edit([{ place: "workflow", name, word: stage || null }], `${name}: ${titleOf(stage)}.`);
}

/** @param {string} stage */
function titleOf(stage) {
  return [...FLOW, ...BESIDE].find((it) => it.stage === stage)?.title ?? "no stage";
}

/** @param {Column} column @param {Stage | ""} stage @param {Actions} actions */
function columnOf(column, stage, actions) {
  const index = draft()?.columns.indexOf(column) ?? 0;
  const options = [{ value: "", label: "No stage" }, ...[...FLOW, ...BESIDE].map((it) => ({ value: it.stage, label: it.title }))];
  const items = counted(column.items, draft()?.tool === "trello" ? "card" : "issue");
  const box = el(
    "div",
    { class: "column", draggable: "true" },
    el("span", { class: "name" }, data(column.name)),
    el("small", {}, `${items} now${column.archived ? ", archived" : ""}`),
    choice(options, stage, (value) => move(column.name, /** @type {Stage | ""} */ (value), actions), { id: `column-${index}`, "aria-label": `Stage of ${column.name}` }),
    guessOf(column.stage, column.stage?.stage === stage, column.stage ? titleOf(column.stage.stage) : ""),
    column.stage && stage === "" ? button(`Yes, ${titleOf(column.stage.stage)}`, () => column.stage && move(column.name, column.stage.stage, actions), { class: "quiet", id: `yes-${index}`, "aria-label": `Yes, ${titleOf(column.stage.stage)}: ${column.name}` }) : null,
  );
  box.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/x-column", column.name));
  return box;
}

/** How sure a guess is that is not sure, and why. @param {Guess | null} it @param {boolean} holds @param {string} title */
function guessOf(it, holds, title) {
  if (!it || (holds && (it.certainty === "sure" || state.origin === "opened"))) return null;
  if (!holds && it.certainty !== "doubtful") return null;
  return el("small", { class: "guess" }, el("span", { class: `chip ${it.certainty}` }, it.certainty), holds ? ` ${it.why}` : ` perhaps ${title}: ${it.why}`);
}

/** @param {KindName[]} kinds @param {boolean} labels @param {Actions} actions */
function kindsPart(kinds, labels, actions) {
  const named = kinds.filter((it) => it.writable);
  if (named.length === 0) return null;
  const chart = charterData();
  const options = [{ value: "", label: "nothing special" }, ...KINDS.map((value) => ({ value, label: value }))];
  const line = (/** @type {KindName} */ it, /** @type {number} */ index) => {
    const kind = placeOf(chart, "kinds", it.name);
    return el(
      "li",
      {},
      el("span", { class: "name" }, data(it.name)),
      el("small", {}, counted(it.items, labels ? "card" : "issue")),
      choice(options, kind, (value) => actions.edit([{ place: "kinds", name: it.name, word: /** @type {Kind | ""} */ (value) || null }], `${it.name}: ${value || "nothing special"}.`), { id: `kind-${index}`, "aria-label": `Kind of ${it.name}` }),
      guessOf(it.kind, it.kind?.kind === kind, it.kind?.kind ?? ""),
    );
  };
  return el(
    "details",
    { id: "kinds", class: "fold" },
    el("summary", {}, labels ? "What labels mean" : "What issue types mean"),
    el("p", { class: "about" }, labels ? "A card without a label that means a kind is a story. Some rules ask for impediments, for actions of a retrospective, or for technical debt." : "Some rules ask for impediments, for actions of a retrospective, or for technical debt."),
    el("ul", { class: "names" }, named.slice(0, SHOWN).map(line)),
    named.length > SHOWN ? el("details", { id: "more-kinds", class: "fold" }, el("summary", {}, `${named.length - SHOWN} more`), el("ul", { class: "names" }, named.slice(SHOWN, 200).map((it, index) => line(it, index + SHOWN)))) : null,
  );
}

/** @param {Field[]} fields @param {Actions} actions */
function detailsPart(fields, actions) {
  const chart = charterData();
  const board = draft();
  const zone = setting(chart, ["timezone"]);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const set = (/** @type {string[]} */ path, /** @type {string} */ value, /** @type {string} */ what) => actions.edit(setSetting(path, value), value ? `${what}: ${value}.` : `${what} is left out.`);
  const points = fields.find((it) => it.key === "story-points");
  return el(
    "details",
    { id: "details", class: "fold" },
    el("summary", {}, "Time zone and fields"),
    el(
      "div",
      { class: "fields" },
      el(
        "p",
        { class: "field" },
        el("label", { for: "zone" }, "The team's time zone"),
        zoneChoice(zone, own, (value) => set(["timezone"], value, "Time zone")),
        el("small", { id: "zone-hint" }, board?.timezone ? `Guessed ${board.timezone.zone} (${board.timezone.certainty}): ${board.timezone.why}.` : (board?.workingHours ?? "")),
      ),
      board?.dateOrder || setting(chart, ["date-order"])
        ? el(
            "p",
            { class: "field" },
            el("label", { for: "date-order" }, "Dates like 7/9/2026"),
            choice([{ value: "", label: "say which number is the month" }, { value: "day-first", label: "the day comes first" }, { value: "month-first", label: "the month comes first" }], setting(chart, ["date-order"]), (value) => set(["date-order"], value, "Dates"), { id: "date-order" }),
          )
        : null,
      fieldOf("story-points", "Field with the estimate", board?.pointsInTitles ? "Points stand in front of titles, as in (5) A story: nothing needs to be set." : "", points, set),
      fieldOf("acceptance-criteria", "Field with acceptance criteria", "", fields.find((it) => it.key === "acceptance-criteria"), set),
    ),
  );
}

/** All zones, of which there are hundreds, once somebody goes there. @param {string} zone @param {string} own @param {(value: string) => void} action */
function zoneChoice(zone, own, action) {
  const few = [...new Set([own, zone].filter((it) => it && it !== "UTC"))];
  const shown = (/** @type {string} */ value) => ({ value, label: value === own ? `${value} (this browser's)` : value });
  const list = choice([{ value: "", label: "UTC" }, ...few.map(shown)], zone === "UTC" ? "" : zone, action, { id: "zone", "aria-describedby": "zone-hint" });
  const all = () => {
    const zones = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
    list.append(...zones.filter((it) => it !== "UTC" && !few.includes(it)).map((value) => el("option", { value }, value)));
  };
  for (const kind of ["focus", "pointerdown"]) list.addEventListener(kind, () => list.length <= few.length + 1 && all());
  return list;
}

/** @param {"story-points" | "acceptance-criteria"} key @param {string} label @param {string} hint @param {Field | undefined} field @param {(path: string[], value: string, what: string) => void} set */
function fieldOf(key, label, hint, field, set) {
  if (!field && hint === "") return null;
  const said = setting(charterData(), ["fields", key]);
  const names = [...new Set([...(field?.found ?? []).map((it) => it.name || it.id), field?.field?.name ?? "", said].filter((it) => it !== ""))];
  const why = field?.field && field.field.name === said && field.field.certainty !== "sure" ? `${field.field.certainty}: ${field.field.why}` : hint;
  return el(
    "p",
    { class: "field" },
    el("label", { for: `field-${key}` }, label),
    names.length > 0 ? choice([{ value: "", label: "found by itself" }, ...names.map((value) => ({ value, label: value }))], said, (value) => set(["fields", key], value, label), { id: `field-${key}` }) : el("span", { id: `field-${key}` }, "none"),
    why ? el("small", {}, why) : null,
  );
}
