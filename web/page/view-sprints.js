// The sprints of a board whose tool knows none, or of an export that does not say when they ran.

import { setSprint, sprintEntry, sprints, sameTitle } from "./charter.js";
import { button, choice, counted, data, dayField, el, shownDay } from "./dom.js";
import { charterData, state } from "./state.js";

/**
 * @import { Draft, SprintPlan } from "./api.d.ts"
 * @import { Actions } from "./state.js"
 * @import { CharterSprint } from "./charter.js"
 */

/** @param {Draft} board @param {Actions} actions */
export function sprintsPart(board, actions) {
  const said = sprints(charterData());
  const open = board.sprints.filter((it) => !said.some((own) => sameTitle(own.name, it.name)));
  return el(
    "div",
    { class: "sprints" },
    el("h3", {}, "Sprints"),
    el("p", { class: "about" }, board.tool === "trello" ? "Trello knows no sprints. Say how your team sees that a card is in one: it stands in a list that bears the sprint's name, or in one list that serves sprint after sprint, or it has a label. The first and the last day count in full." : "This export names sprints and does not say when they ran. The first and the last day of each count in full."),
    said.length > 0 ? table(said, board, actions) : el("p", { class: "nothing" }, "No sprint is written down: rules about sprints are not judged."),
    open.length > 0 ? proposals(open, said.length === 0, actions) : null,
    adding ? form(said, board, actions) : button("Add a sprint", () => {
      adding = true;
      actions.show();
      document.getElementById("new-sprint-name")?.focus();
    }, { id: "add-sprint" }),
  );
}

/** Whether a sprint is being written down; it counts once it is added. */
let adding = false;

/** @param {CharterSprint[]} said @param {Draft} board @param {Actions} actions */
function form(said, board, actions) {
  const last = said[said.length - 1];
  const next = daysAfter(last);
  const input = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ type, /** @type {string} */ value, /** @type {boolean} */ required) => {
    const field = el("input", { id: `new-sprint-${key}`, type, value, required, autocomplete: "off" });
    return { field, row: el("p", { class: "field" }, el("label", { for: `new-sprint-${key}` }, label), field) };
  };
  const name = input("name", "Name", "text", `Sprint ${said.length + 1}`, true);
  const start = input("start", "First day", "date", next.start, true);
  const end = input("end", "Last day", "date", next.end, true);
  const goal = input("goal", "Goal (may be left out)", "text", "", false);
  const by = board.tool === "trello" ? membersChoice(board, last ? membersOf(last) : null, () => {}, { id: "new-sprint-by", required: true }) : null;
  const close = () => {
    adding = false;
    (document.activeElement instanceof HTMLElement ? document.activeElement : null)?.blur();
    actions.show();
    document.getElementById("add-sprint")?.focus();
  };
  return el(
    "form",
    {
      class: "ignore",
      id: "new-sprint",
      submit: (event) => {
        event.preventDefault();
        if (end.field.value < start.field.value) return end.field.focus();
        const entry = sprintEntry({ name: name.field.value.trim(), start: start.field.value, end: end.field.value, goal: goal.field.value.trim(), ...members(by?.value ?? "") });
        close();
        actions.edit([{ append: ["sprints"], value: entry }], `${name.field.value.trim()} was added.`);
      },
      keydown: (event) => {
        if (event.key === "Escape") close();
      },
    },
    name.row,
    by ? el("p", { class: "field" }, el("label", { for: "new-sprint-by" }, "Cards are in it by"), by) : null,
    start.row,
    end.row,
    goal.row,
    el("p", { class: "row" }, el("button", { type: "submit", class: "main" }, "Add it"), button("Not now", close)),
  );
}

/** How cards are in a sprint, as the value of a choice. @param {CharterSprint} sprint */
function membersOf(sprint) {
  return sprint.list ? `list ${sprint.list}` : sprint.label ? `label ${sprint.label}` : "name";
}

/** @param {string} value @returns {{ list: string, label: string }} */
function members(value) {
  return { list: value.startsWith("list ") ? value.slice(5) : "", label: value.startsWith("label ") ? value.slice(6) : "" };
}

/**
 * How cards are in a sprint.
 * @param {Draft} board
 * @param {string | null} chosen Null where nothing is chosen yet.
 * @param {(value: string) => void} action
 * @param {import("./dom.js").Properties} properties
 */
function membersChoice(board, chosen, action, properties) {
  const own = (/** @type {string} */ kind) => (chosen?.startsWith(kind) ? [chosen.slice(kind.length)] : []);
  const lists = [...new Set([...board.columns.map((it) => it.name), ...own("list ")])];
  const labels = [...new Set([...board.kinds.map((it) => it.name), ...own("label ")])];
  const options = [{ value: "name", label: "the list of its name" }, ...lists.map((it) => ({ value: `list ${it}`, label: `the list “${it}”` })), ...labels.map((it) => ({ value: `label ${it}`, label: `the label “${it}”` }))];
  return choice(chosen === null ? [{ value: "", label: "choose …" }, ...options] : options, chosen ?? "", action, properties);
}

/** The days of a sprint that follows on another; none for a first one. @param {CharterSprint | undefined} last @returns {{ start: string, end: string }} */
function daysAfter(last) {
  const day = 86_400_000;
  const text = (/** @type {number} */ time) => new Date(time).toISOString().slice(0, 10);
  const [from, to] = last ? [Date.parse(last.start), Date.parse(last.end)] : [Number.NaN, Number.NaN];
  if (Number.isNaN(from) || Number.isNaN(to)) return { start: "", end: "" };
  return { start: text(to + day), end: text(to + day + (to - from)) };
}

/** @param {CharterSprint[]} said @param {Draft} board @param {Actions} actions */
function table(said, board, actions) {
  const head = ["Name", "Cards are in it by", "First day", "Last day", "Goal", ""];
  return el(
    "table",
    { class: "sprint-table" },
    el("caption", { class: "unseen" }, "The sprints of the charter"),
    el("thead", {}, el("tr", {}, head.map((title) => (title ? el("th", { scope: "col" }, title) : el("td"))))),
    el("tbody", {}, said.flatMap((sprint, index) => line(sprint, index, board, actions))),
  );
}

/** @param {CharterSprint} sprint @param {number} index @param {Draft} board @param {Actions} actions */
function line(sprint, index, board, actions) {
  const guess = board.sprints.find((it) => sameTitle(it.name, sprint.name) && it.start === sprint.start && it.end === sprint.end);
  const input = (/** @type {"name" | "start" | "end" | "goal"} */ key, /** @type {string} */ label) =>
    el("td", { "data-is": label }, field(key, label));
  const set = (/** @type {"name" | "start" | "end" | "goal"} */ key, /** @type {string} */ label, /** @type {string} */ value) => {
    if (value !== "" || key === "goal") actions.edit(setSprint(index, key, value), `${sprint.name}: ${label.toLowerCase()} ${value}.`);
  };
  const field = (/** @type {"name" | "start" | "end" | "goal"} */ key, /** @type {string} */ label) => {
    const properties = { id: `sprint-${index}-${key}`, "aria-label": `${label} of ${sprint.name}` };
    if (key === "start" || key === "end") return dayField(sprint[key], (value) => set(key, label, value), properties);
    return el("input", { type: "text", value: sprint[key], placeholder: key === "goal" ? "none" : null, change: (event) => set(key, label, event.target.value), ...properties });
  };
  const by = membersOf(sprint);
  const chosen =
    board.tool === "trello"
      ? membersChoice(board, by, (value) => {
          const { list, label } = members(value);
          actions.edit([...setSprint(index, "list", list), ...setSprint(index, "label", label)], `${sprint.name}: cards are in it by ${value === "name" ? "the list of its name" : value}.`);
        }, { id: `sprint-${index}-by`, "aria-label": `How cards are in ${sprint.name}` })
      : "its name";
  const guessed = guess && guess.certainty !== "sure" && state.origin !== "opened";
  // A list may have borne the name while the sprint ran: then the draft knows it.
  const known = [...board.columns, ...board.sprints].some((it) => sameTitle(it.name, sprint.name));
  const missing = board.tool === "trello" && by === "name" && !known;
  const row = el(
    "tr",
    { class: guessed ? "guessed-row" : "" },
    input("name", "Name"),
    el("td", { "data-is": "Cards by" }, chosen, missing ? el("small", {}, "No list is known by this name.") : null),
    input("start", "First day"),
    input("end", "Last day"),
    input("goal", "Goal"),
    el("td", {}, button("Remove", () => actions.edit([{ drop: ["sprints"], index }], `${sprint.name} was removed.`), { class: "quiet", id: `sprint-${index}-remove`, "aria-label": `Remove ${sprint.name}` })),
  );
  if (!guessed) return [row];
  return [row, el("tr", { class: "why" }, el("td", { colspan: 6 }, el("span", { class: `chip ${guess.certainty}` }, `a guess: ${guess.certainty}`), ` ${guess.why}.`))];
}

/** @param {SprintPlan[]} open @param {boolean} unfolded @param {Actions} actions */
function proposals(open, unfolded, actions) {
  const add = (/** @type {SprintPlan[]} */ plans) => {
    const edits = plans.map((it) => ({ append: ["sprints"], value: sprintEntry({ name: it.name, start: it.start ?? "", end: it.end ?? "", ...(it.cards === "list-of-its-name" ? {} : it.cards) }) }));
    actions.edit(edits, `${counted(plans.length, "sprint was", "sprints were")} added.`);
  };
  const dated = open.filter((it) => it.start !== null && it.end !== null);
  return el(
    "details",
    { id: "sprint-proposals", class: "fold", open: unfolded },
    el("summary", {}, `${counted(open.length, "list or label that may be a sprint", "lists or labels that may be sprints")}`),
    dated.length > 1 ? button(`Take all ${dated.length}`, () => add(dated), { id: "all-sprints" }) : null,
    el(
      "ul",
      { class: "suggestions" },
      open.slice(0, 100).map((it, index) =>
        el(
          "li",
          {},
          el("span", {}, data(it.name), it.start && it.end ? `, ${shownDay(it.start)} to ${shownDay(it.end)} ` : ", without days ", el("span", { class: "guess" }, el("span", { class: `chip ${it.certainty}` }, it.certainty), ` ${it.why}`)),
          it.start && it.end ? button("Take it", () => add([it]), { class: "quiet", id: `take-sprint-${index}`, "aria-label": `Take it: ${it.name}` }) : null,
        ),
      ),
    ),
  );
}
