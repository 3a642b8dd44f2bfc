// "Who is who": everybody on the board with what they did, and the roles they have.

import { aliases, giveRole, holders, isNobody, isOther, listsDevelopers, sameName, ROLES, setDays, stints, strangers, takeRole } from "./charter.js";
import { button, byId, choice, counted, data, dayField, el, fill, sentence, shownDay } from "./dom.js";
import { charterData, draft, state } from "./state.js";

/**
 * @import { Guess, Person, Role } from "./api.d.ts"
 * @import { Actions } from "./state.js"
 * @import { Child } from "./dom.js"
 * @import { Stint } from "./charter.js"
 */

/** How many people are shown at first, and at most. */
const SHOWN = 12;
const MOST = 300;

const COUNTS = /** @type {const} */ (["wrote", "ordered", "estimated", "assigned", "moved", "said"]);

/** What each counts. @type {Record<typeof COUNTS[number], string>} */
const COUNTED = { wrote: "items written", ordered: "order changed", estimated: "estimates set", assigned: "work assigned", moved: "items moved", said: "comments" };

/** @type {Record<Role | "outside", string>} */
const TITLES = {
  "product-owner": "Product Owner",
  "scrum-master": "Scrum Master",
  developer: "Developer",
  stakeholder: "Stakeholder",
  manager: "Manager",
  app: "App, no person",
  outside: "Not in the team",
};

/** What is unfolded: `all`, and for each person what they are asked. */
const open = { all: false, days: /** @type {Set<string>} */ (new Set()), join: "" };

/** @param {Actions} actions */
export function showPeople(actions) {
  fill(byId("people-body"), () => content(actions));
}

/** @param {Actions} actions @returns {Child[]} */
function content(actions) {
  const board = draft();
  if (!board) return [];
  const chart = charterData();
  const people = board.people.filter((person) => !isOther(chart, person));
  const shown = open.all ? people.slice(0, MOST) : people.slice(0, SHOWN);
  const most = COUNTS.map((name) => Math.max(1, ...people.map((person) => person.counts[name])));
  const lost = strangers(chart, board.people);
  return [
    leads(people, actions),
    suggestions(actions),
    people.length === 0 ? null : el("p", { class: "hint" }, "Everything somebody did counts here, with work on their own items. Findings and report count decisions of the role alone, so their numbers are smaller."),
    el(
      "table",
      { class: "people" },
      el("caption", { class: "unseen" }, "Everybody on the board, what they did, and their roles"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Who"), COUNTS.map((name) => el("th", { scope: "col", class: "n" }, COUNTED[name])), el("th", { scope: "col" }, "Role"))),
      el("tbody", {}, shown.map((person, index) => row(person, index, people, most, actions))),
    ),
    people.length > shown.length && !open.all
      ? button(`Show all ${counted(people.length, "person", "people")}`, () => {
          open.all = true;
          showPeople(actions);
        }, { id: "all-people" })
      : null,
    people.length > MOST && open.all ? el("p", { class: "hint" }, `The ${MOST} who did most are shown. Others can be named in the charter's text, at the end of this page.`) : null,
    people.length === 0 ? el("p", {}, "This export does not say who did what.") : null,
    lost.length > 0 ? strange(lost, actions) : null,
    el("p", { class: "hint" }, listsDevelopers(chart) ? "Developers are listed: whoever has no role here is not in the team." : "Whoever has no other role counts as a developer. As soon as one person is not in the team, the developers are listed by name."),
  ];
}

/** The choice that says that nobody has a role; no account is called so. */
const NOBODY = "\u0000nobody";

/** The two roles that most rules ask for. @param {Person[]} people @param {Actions} actions */
function leads(people, actions) {
  return el("div", { class: "leads" }, lead("product-owner", people, actions), lead("scrum-master", people, actions));
}

/** @param {"product-owner" | "scrum-master"} role @param {Person[]} people @param {Actions} actions */
function lead(role, people, actions) {
  const chart = charterData();
  const named = holders(chart, role);
  const title = TITLES[role];
  const note = draft()?.roleNotes.find((it) => it.role === role);
  const guessed = people.filter((person) => person.roles.some((it) => it.role === role)).map((person) => person.name);
  const options = people
    .filter((person) => !person.app && person.written !== null)
    .slice(0, MOST)
    .map((person) => ({ value: person.written ?? "", label: guessed.includes(person.name) ? `${person.name} (a guess)` : person.name }));
  options.sort((a, b) => Number(b.label.endsWith("(a guess)")) - Number(a.label.endsWith("(a guess)")));
  const none = isNobody(chart, role);
  if (named.length === 0 && !none) options.push({ value: NOBODY, label: "Nobody on this board" });
  const pick = choice([{ value: "", label: named.length > 0 ? "One more …" : "Pick somebody …" }, ...options], "", (written) => {
    if (written === NOBODY) return actions.edit([{ set: ["roles", role], value: [] }], `Nobody on this board is ${title}.`);
    const person = people.find((it) => it.written === written);
    if (person) {
      state.confirmed.add(keyOf(person));
      actions.edit(giveRole(chart, people, person, soleStint(person), role), `${person.name} is ${title}.`);
    }
  }, { id: `lead-${role}`, "aria-label": named.length > 0 ? `One more ${title}` : `Who is ${title}?` });
  return el(
    "div",
    { class: named.length > 0 || none ? "lead-role" : "lead-role missing" },
    el("h3", {}, title),
    named.length > 0 ? el("p", { class: "lead-names" }, ...named.flatMap((it, index) => [index > 0 ? ", " : "", nameOf(it.who, people), days(it), " ", dismiss({ ...it, role, index }, people, actions)])) : el("p", { class: "lead-names" }, none ? "Nobody on this board." : "Nobody is named yet."),
    none ? el("p", { class: "hint" }, `Rules that ask for the ${title} are not judged. `, button("Ask me again", () => actions.edit([{ unset: ["roles", role] }], `Nobody is named as ${title} yet.`), { class: "quiet", id: `again-${role}`, "aria-label": `Ask me again who is ${title}` })) : null,
    named.length === 0 && !none && note ? el("p", { class: "hint" }, sentence(note.text)) : null,
    named.length === 0 && !none ? perhaps(role, people, actions) : null,
    pick,
  );
}

/** Takes a role away where it is shown first. @param {Stint} stint @param {Person[]} people @param {Actions} actions */
function dismiss(stint, people, actions) {
  const name = nameOf(stint.who, people).textContent ?? "";
  return button("×", () => {
    people.filter((it) => it.name === name).forEach((it) => state.confirmed.delete(keyOf(it)));
    actions.edit(takeRole(stint), `${name} is not ${TITLES[stint.role]}${days(stint)}.`);
  }, { class: "quiet", id: `dismiss-${stint.role}-${stint.index}`, "aria-label": `${name} is not ${TITLES[stint.role]}${days(stint)}` });
}

/** Who may have a role that nobody has, by the draft. @param {"product-owner" | "scrum-master"} role @param {Person[]} people @param {Actions} actions */
function perhaps(role, people, actions) {
  const lines = people.flatMap((person) => {
    const it = person.roles.find((it) => it.role === role);
    if (!it || person.written === null) return [];
    const name = () => edit(person, giveRole(charterData(), people, person, soleStint(person), role), `${person.name} is ${TITLES[role]}.`, actions);
    return [el("p", { class: "hint" }, "Perhaps ", el("strong", {}, data(person.name)), ". ", guess(it), " ", button("Yes", name, { class: "quiet", id: `yes-${role}-${person.written}`, "aria-label": `Yes, ${person.name} is ${TITLES[role]}` }))];
  });
  return el("div", {}, lines.slice(0, 3));
}

/** The role that a new one takes the place of: none where somebody has several or is counted by default. @param {Person} person */
function soleStint(person) {
  const all = stints(charterData(), person);
  return all.length === 1 && all[0].since === "" && all[0].until === "" ? all[0] : null;
}

/** @param {string} who @param {Person[]} people */
function nameOf(who, people) {
  const person = people.find((it) => [it.written ?? it.name, it.name, ...(it.called ?? [])].some((name) => sameName(name, who)));
  return data(person?.name ?? who);
}

/** @param {{ since: string, until: string }} stint */
function days({ since, until }) {
  if (since && until) return ` (${shownDay(since)} to ${shownDay(until)})`;
  if (since) return ` (from ${shownDay(since)} on)`;
  return until ? ` (until ${shownDay(until)})` : "";
}

/** What the draft thinks and does not dare to write: accounts that may be one person, and stand-ins. @param {Actions} actions */
function suggestions(actions) {
  const board = draft();
  if (!board) return null;
  const chart = charterData();
  const said = aliases(chart);
  const joins = board.aliases
    .filter((it) => !said.some((own) => sameName(own.person, it.person)))
    .map((it) =>
      el(
        "li",
        {},
        el("span", {}, "Are ", data(it.person), " and ", ...it.others.flatMap((other, index) => [index > 0 ? ", " : "", data(other)]), it.shown ? [" one person, ", data(it.shown), "?"] : " one person?", " ", guess(it)),
        button("Yes, one person", () => actions.edit([{ join: it.person, others: it.others }], `${it.shown || it.person} has several accounts.`), { id: `join-${it.person}` }),
      ),
    );
  const stand = board.replacements
    .filter((it) => !it.inForce && !holders(chart, it.role).some((holder) => sameName(holder.who, it.who) && holder.since === it.since))
    .map((it) =>
      el(
        "li",
        {},
        el("span", {}, "Was ", data(it.shown), ` ${TITLES[it.role]} from ${shownDay(it.since)} to ${shownDay(it.until)}? `, guess(it)),
        button("Yes, for these days", () => actions.edit([{ standIn: it.role, who: it.who, since: it.since, until: it.until }], `${it.shown} stood in.`), { id: `stand-in-${it.who}-${it.since}` }),
      ),
    );
  const all = [...joins, ...stand];
  return all.length > 0 ? el("ul", { class: "suggestions" }, all.slice(0, 20)) : null;
}

/** How sure a guess is, and why. @param {Guess} it */
function guess(it) {
  return el("span", { class: "guess" }, el("span", { class: `chip ${it.certainty}` }, it.certainty), ` ${sentence(it.why)}`);
}

/** @param {Person} person @param {number} index @param {Person[]} people @param {number[]} most @param {Actions} actions */
function row(person, index, people, most, actions) {
  const chart = charterData();
  const others = aliases(chart).filter((it) => person.written !== null && sameName(it.person, person.written)).flatMap((it) => it.others);
  const name = el(
    "th",
    { scope: "row", class: "who" },
    el("span", { class: "name" }, data(person.name)),
    el("small", {}, `${counted(person.changes, "act")} on ${counted(person.days, "day")}`),
    others.map((other) =>
      el("small", { class: "also" }, "also ", data(other), " ", button("part", () => actions.edit([{ part: person.written ?? "", other }], `${other} is somebody else.`), { class: "quiet", id: `part-${index}-${other}`, "aria-label": `part ${other} from ${person.name}` })),
    ),
    person.written === null ? null : joining(person, index, people, actions),
  );
  const cells = COUNTS.map((what, place) => {
    const count = person.counts[what];
    const cell = el("td", { class: count > 0 ? "n" : "n zero", "data-is": COUNTED[what] }, count > 0 ? count.toLocaleString("en") : "·");
    if (count > 0) cell.style.setProperty("--share", `${Math.round((count / most[place]) * 100)}%`);
    return cell;
  });
  const line = el("tr", { "data-who": person.written ?? "" }, name, cells, el("td", { class: "roles" }, roles(person, index, people, actions)));
  if (person.written !== null) dragging(line, person, people, actions);
  return line;
}

/** "Same person as …": the way without a mouse. @param {Person} person @param {number} index @param {Person[]} people @param {Actions} actions */
function joining(person, index, people, actions) {
  const id = `same-${index}`;
  if (open.join !== person.written) {
    return button("Same person as …", () => {
      open.join = person.written ?? "";
      showPeople(actions);
      document.getElementById(id)?.focus();
    }, { class: "quiet", id, "aria-label": `${person.name} is the same person as …` });
  }
  const others = people.filter((it) => it !== person && it.written !== null).slice(0, MOST);
  return el("span", { class: "joining" }, choice([{ value: "", label: "Same person as …" }, ...others.map((it) => ({ value: it.written ?? "", label: it.name }))], "", (written) => {
    open.join = "";
    const main = people.find((it) => it.written === written);
    if (main) join(main, person, actions);
    else showPeople(actions);
  }, { id, "aria-label": `${person.name} is the same person as …` }));
}

/** @param {Person} main @param {Person} other @param {Actions} actions */
function join(main, other, actions) {
  if (main.written === null || other.written === null || main === other) return;
  actions.edit([{ join: main.written, others: [other.written] }], `${other.name} and ${main.name} are one person.`);
}

/** Dragging one name onto another. @param {HTMLElement} line @param {Person} person @param {Person[]} people @param {Actions} actions */
function dragging(line, person, people, actions) {
  const grip = line.querySelector(".name");
  if (!(grip instanceof HTMLElement)) return;
  grip.draggable = true;
  grip.title = "Drag onto another name if both are one person";
  grip.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/x-person", person.written ?? ""));
  line.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("text/x-person")) return;
    event.preventDefault();
    line.classList.add("over");
  });
  line.addEventListener("dragleave", () => line.classList.remove("over"));
  line.addEventListener("drop", (event) => {
    line.classList.remove("over");
    const other = people.find((it) => it.written === event.dataTransfer?.getData("text/x-person"));
    if (!other) return;
    event.preventDefault();
    join(person, other, actions);
  });
}

/** @param {Person} person @param {number} index @param {Person[]} people @param {Actions} actions @returns {Child[]} */
function roles(person, index, people, actions) {
  const chart = charterData();
  const all = stints(chart, person);
  if (person.written === null && all.length === 0) {
    return [el("span", {}, "Developer"), el("small", { class: "hint" }, "The only name of this account is an e-mail address, which boardlint never writes. Name them in the charter's text.")];
  }
  if (all.length === 0 && person.app) return [el("span", { class: "fixed" }, "App, no person"), " ", el("small", { class: "hint" }, "The tool says so.")];
  const lines = all.length > 0 ? all.map((stint, at) => stintLine(person, stint, `${index}-${at}`, people, actions)) : [roleChoice(person, null, `${index}-0`, people, actions)];
  return [
    ...lines,
    guessOf(person, all, index, people, actions),
    all.length > 0
      ? button("One more role", () => {
          const next = /** @type {Role[]} */ (["product-owner", "scrum-master", "developer", "stakeholder", "manager"]).find((role) => !all.some((it) => it.role === role)) ?? "stakeholder";
          edit(person, giveRole(chart, people, person, null, next), `${person.name} is ${TITLES[next]}, too.`, actions);
        }, { class: "quiet", id: `more-${index}`, "aria-label": `One more role for ${person.name}` })
      : null,
  ];
}

/** @param {Person} person @param {import("./api.d.ts").Edit[]} edits @param {string} words @param {Actions} actions */
function edit(person, edits, words, actions) {
  state.confirmed.add(keyOf(person));
  if (edits.length > 0) actions.edit(edits, words);
  else actions.show();
}

/** @param {Person} person @param {Stint | null} stint @param {string} id @param {Person[]} people @param {Actions} actions */
function roleChoice(person, stint, id, people, actions) {
  const chart = charterData();
  const chosen = stint?.role ?? (listsDevelopers(chart) ? "outside" : "developer");
  const words = /** @type {(Role | "outside")[]} */ (Object.keys(TITLES));
  return choice(words.map((value) => ({ value, label: TITLES[value] })), chosen, (value) => {
    const role = /** @type {Role | "outside"} */ (value);
    edit(person, giveRole(chart, people, person, stint, role), `${person.name}: ${TITLES[role]}.`, actions);
  }, { id: `role-${id}`, "aria-label": `Role of ${person.name}` });
}

/** @param {Person} person @param {Stint} stint @param {string} id @param {Person[]} people @param {Actions} actions */
function stintLine(person, stint, id, people, actions) {
  const dated = stint.since !== "" || stint.until !== "" || open.days.has(`${person.name} ${stint.role}`);
  const day = (/** @type {"since" | "until"} */ which, /** @type {string} */ label) =>
    el("label", {}, el("span", {}, label), dayField(stint[which], (value) => {
      edit(person, setDays(stint, which === "since" ? value : stint.since, which === "until" ? value : stint.until), `${person.name}: ${TITLES[stint.role]}${days({ ...stint, [which]: value })}.`, actions);
    }, { id: `${which}-${id}`, "aria-label": `${person.name}, ${TITLES[stint.role]}: ${label}` }));
  return el(
    "div",
    { class: "stint" },
    roleChoice(person, stint, id, people, actions),
    dated
      ? el("span", { class: "dates" }, day("since", "from"), day("until", "until"))
      : button("Only for a time", () => {
          open.days.add(`${person.name} ${stint.role}`);
          showPeople(actions);
          document.getElementById(`since-${id}`)?.focus();
        }, { class: "quiet", id: `days-${id}`, "aria-label": `${person.name} is ${TITLES[stint.role]} only for a time` }),
    button("×", () => {
      open.days.delete(`${person.name} ${stint.role}`);
      // What was guessed is asked again.
      state.confirmed.delete(keyOf(person));
      actions.edit(takeRole(stint), `${person.name} is not ${TITLES[stint.role]}${days(stint)}.`);
    }, { class: "quiet", id: `take-${id}`, "aria-label": `Take the role ${TITLES[stint.role]}${days(stint)} from ${person.name}` }),
  );
}

/** What the draft thinks of somebody, until it has been looked at. @param {Person} person @param {Stint[]} all @param {number} index @param {Person[]} people @param {Actions} actions */
function guessOf(person, all, index, people, actions) {
  if (state.confirmed.has(keyOf(person))) return null;
  const chart = charterData();
  const held = person.roles.filter((it) => all.some((stint) => stint.role === it.role));
  const stood = (draft()?.replacements ?? []).filter((it) => it.inForce && person.written !== null && sameName(it.who, person.written) && all.some((stint) => stint.role === it.role && stint.since === it.since));
  if (state.origin === "opened" && held.length + stood.length > 0) return null;
  const right = [...held, ...stood].filter((it) => it.certainty !== "sure");
  if (right.length > 0) {
    return el(
      "div",
      { class: "guessed" },
      right.map((it) => el("p", {}, el("span", { class: `chip ${it.certainty}` }, `a guess: ${it.certainty}`), " ", sentence(it.why))),
      button("That is right", () => {
        state.confirmed.add(keyOf(person));
        actions.show();
      }, { class: "quiet", id: `right-${index}`, "aria-label": `That is right: the guess about ${person.name}` }),
    );
  }
  const first = person.roles.find((it) => it.role !== "developer" && !all.some((stint) => stint.role === it.role));
  if (!first) return null;
  return el(
    "div",
    { class: "guessed" },
    el("p", {}, el("span", { class: `chip ${first.certainty}` }, first.certainty), ` Perhaps ${TITLES[first.role]}: ${sentence(first.why)}`),
    button(`Make ${TITLES[first.role]}`, () => edit(person, giveRole(chart, people, person, all.length === 1 ? all[0] : null, first.role), `${person.name}: ${TITLES[first.role]}.`, actions), { class: "quiet", id: `perhaps-${index}`, "aria-label": `Make ${TITLES[first.role]}: ${person.name}` }),
  );
}

/** @param {Stint[]} lost @param {Actions} actions */
function strange(lost, actions) {
  return el(
    "div",
    { class: "notice" },
    el("p", {}, `The charter names ${counted(lost.length, "person", "people")} whom this board does not know under that name, or knows more than one of. `, lost.length > 1 && lost.length === ROLES.flatMap((role) => holders(charterData(), role)).length ? ["Is it the charter of another board? ", button("Draft one from this board", actions.draftAnew, { class: "quiet", id: "draft-instead" })] : null),
    el("ul", { class: "plain" }, lost.slice(0, 30).map((it, index) => el("li", {}, data(it.who), `, ${TITLES[it.role]}${days(it)} `, button("Remove", () => actions.edit(takeRole(it), `${it.who} is not ${TITLES[it.role]}.`), { class: "quiet", id: `lost-${index}`, "aria-label": `Remove ${it.who}` })))),
  );
}

/** @param {Person} person */
function keyOf(person) {
  return person.written ?? person.name;
}
