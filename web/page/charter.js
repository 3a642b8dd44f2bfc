// What a charter says, as the page needs it, and the edits that change it. The text itself is edited by boardlint, which
// keeps what it is not asked to change.

import { ROLE_KEYS } from "./roles.js";

/**
 * @import { Draft, Edit, EditValue, Person, Role, Term, Toml } from "./api.d.ts"
 */

/** @typedef {{ [key: string]: Toml }} CharterData */

/**
 * Somebody in a role.
 * @typedef {object} Holder
 * @property {string} who
 * @property {string} since A day, or empty.
 * @property {string} until A day, which counts, or empty.
 */

/** @typedef {Holder & { role: Role, index: number }} Stint */

export const ROLES = /** @type {Role[]} */ (Object.keys(ROLE_KEYS));

/** @param {Toml | undefined} value @returns {CharterData} */
function table(value) {
  return typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** A text or a list, as a list. @param {Toml | undefined} value @returns {Toml[]} */
function list(value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** @param {Toml | undefined} value @returns {string} */
function text(value) {
  return typeof value === "string" ? value : "";
}

/** Whether two names of accounts are one. @param {string} one @param {string} other */
export function sameName(one, other) {
  return folded(one) === folded(other);
}

/**
 * Whether two names of statuses, lists, sprints, types or labels are one, as boardlint compares them: whatever their case and the
 * blanks around and inside them.
 * @param {string} one
 * @param {string} other
 */
export function sameTitle(one, other) {
  return foldedTitle(one) === foldedTitle(other);
}

/** @param {string} title */
const foldedTitle = (title) => title.split(/\p{White_Space}+/u).filter((word) => word !== "").join(" ").toLowerCase();

/**
 * Everybody in a role, as the charter has them.
 * @param {CharterData} data
 * @param {Role} role
 * @returns {Holder[]}
 */
export function holders(data, role) {
  return list(table(data.roles)[ROLE_KEYS[role]]).map((entry) => {
    if (typeof entry === "string") return { who: entry, since: "", until: "" };
    const { who, since, until } = table(entry);
    return { who: text(who), since: text(since), until: text(until) };
  });
}

/**
 * Whether the charter says that nobody has a role, which is more than saying nothing.
 * @param {CharterData} data
 * @param {Role} role
 */
export function isNobody(data, role) {
  const said = table(data.roles)[ROLE_KEYS[role]];
  return Array.isArray(said) && said.length === 0;
}

/**
 * Whether the charter lists the developers: then nobody else is one.
 * @param {CharterData} data
 */
export function listsDevelopers(data) {
  return holders(data, "developer").length > 0;
}

/**
 * The accounts of each person that has several.
 * @param {CharterData} data
 * @returns {{ person: string, others: string[] }[]}
 */
export function aliases(data) {
  return Object.entries(table(data.aliases)).map(([person, others]) => ({ person, others: list(others).map(text) }));
}

/**
 * What a charter calls somebody by, as far as it is known.
 * @typedef {Pick<Person, "name" | "written" | "called">} Known
 */

/**
 * Notes whom the charter means by which name, as the board has it: somebody may stand there with an e-mail address or an id.
 * @param {Person[]} people
 * @param {{ who: string, name: string }[]} named
 */
export function learnNames(people, named) {
  /** @type {Map<string, string[]>} */
  const called = new Map();
  for (const { who, name } of named) add(called, name, who);
  for (const person of people) person.called = called.get(person.name) ?? [];
}

/** A name of an account as these are compared. @param {string} name */
const folded = (name) => name.trim().toLowerCase();

/**
 * What a charter says of people, by their names: looked through once, for a board may have thousands of them.
 * @typedef {{ groups: Map<string, string[][]>, others: Set<string>, stints: Stint[], places: Map<string, number[]> }} Index
 */

/**
 * Adds to the list that stands under `name`.
 * @template T
 * @param {Map<string, T[]>} lists
 * @param {string} name
 * @param {T} value
 */
function add(lists, name, value) {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

/** @type {WeakMap<CharterData, Index>} */
const indexes = new WeakMap();

/** @param {CharterData} data @returns {Index} */
function indexOf(data) {
  const known = indexes.get(data);
  if (known) return known;
  /** @type {Index} */
  const index = { groups: new Map(), others: new Set(), stints: [], places: new Map() };
  for (const { person, others } of aliases(data)) {
    const all = [person, ...others];
    for (const name of new Set(all.map(folded))) add(index.groups, name, all);
    for (const other of others) index.others.add(folded(other));
  }
  for (const role of ROLES) {
    for (const [at, holder] of holders(data, role).entries()) {
      const name = folded(holder.who);
      add(index.places, name, index.stints.length);
      index.stints.push({ ...holder, role, index: at });
    }
  }
  indexes.set(data, index);
  return index;
}

/**
 * All names by which the charter may mean somebody.
 * @param {CharterData} data
 * @param {Known} person
 * @returns {string[]}
 */
export function namesOf(data, person) {
  const names = [person.written, person.name, ...(person.called ?? [])].filter((it) => it !== null);
  const { groups } = indexOf(data);
  const joined = new Set();
  // The list grows while it is gone through.
  for (const name of names) {
    for (const group of groups.get(folded(name)) ?? []) {
      if (!joined.has(group)) names.push(...group);
      joined.add(group);
    }
  }
  return names;
}

/**
 * The roles of somebody, in the order of the charter.
 * @param {CharterData} data
 * @param {Known} person
 * @returns {Stint[]}
 */
export function stints(data, person) {
  const index = indexOf(data);
  const places = new Set(namesOf(data, person).flatMap((name) => index.places.get(folded(name)) ?? []));
  return [...places].sort((a, b) => a - b).map((place) => index.stints[place]);
}

/**
 * Those whom the charter names and who are nobody among `people`.
 * @param {CharterData} data
 * @param {Person[]} people
 * @returns {Stint[]}
 */
export function strangers(data, people) {
  const names = new Set(people.flatMap((person) => namesOf(data, person)).map(folded));
  return indexOf(data).stints.filter(({ who }) => !names.has(folded(who)));
}

/** An entry as an edit has it. @param {Holder} holder @returns {Term} */
function term({ who, since, until }) {
  return { who, ...(since === "" ? {} : { since }), ...(until === "" ? {} : { until }) };
}

/**
 * What somebody is called when a new entry is written: as the charter calls them already, else as the draft would.
 * @param {CharterData} data
 * @param {Person} person
 */
function nameFor(data, person) {
  return stints(data, person)[0]?.who ?? person.written ?? person.name;
}

/**
 * Gives somebody another role, or a first or a further one.
 * @param {CharterData} data
 * @param {Person[]} people
 * @param {Person} person
 * @param {Stint | null} old The role that is replaced; null for a further one.
 * @param {Role | "outside"} role
 * @returns {Edit[]}
 */
export function giveRole(data, people, person, old, role) {
  const lists = listsDevelopers(data);
  const isSame = old !== null && old.role === role;
  /** @type {Edit[]} */
  const edits = old && !isSame ? takeRole(old) : [];
  if (role === "outside") {
    if (lists) return edits;
    // Whoever is not listed is outside, so the others have to be listed.
    const inside = people.filter((it) => it !== person && !it.app && it.written !== null && stints(data, it).length === 0);
    return [...edits, { hold: "developer", entries: inside.map((it) => ({ who: nameFor(data, it) })) }];
  }
  if (role === "developer" && !lists) return edits;
  const entries = [term({ who: nameFor(data, person), since: old?.since ?? "", until: old?.until ?? "" })];
  return [...edits, isSame ? { hold: role, entries, instead: replaced(old) } : { hold: role, entries }];
}

/**
 * Sets from when and until when somebody has a role.
 * @param {Stint} stint
 * @param {string} since
 * @param {string} until
 * @returns {Edit[]}
 */
export function setDays(stint, since, until) {
  return [{ hold: stint.role, entries: [term({ who: stint.who, since, until })], instead: replaced(stint) }];
}

/**
 * Takes a role away.
 * @param {Stint} stint
 * @returns {Edit[]}
 */
export function takeRole(stint) {
  return [{ hold: stint.role, entries: [], instead: replaced(stint) }];
}

/** @param {Stint} stint */
const replaced = ({ index, who }) => ({ index, who });

/**
 * Whether an account is written down as a further one of somebody.
 * @param {CharterData} data
 * @param {Pick<Person, "name" | "written">} person
 */
export function isOther(data, person) {
  return person.written !== null && indexOf(data).others.has(folded(person.written));
}

/**
 * The word under which a name stands in a section of lists, such as `[workflow]` and `[kinds]`.
 * @param {CharterData} data
 * @param {"workflow" | "kinds"} section
 * @param {string} name
 * @returns {string} Empty where it stands nowhere.
 */
export function placeOf(data, section, name) {
  const found = Object.entries(table(data[section])).find(([, names]) => list(names).some((it) => sameTitle(text(it), name)));
  return found?.[0] ?? "";
}

/**
 * A sprint of the charter.
 * @typedef {object} CharterSprint
 * @property {string} name
 * @property {string} list
 * @property {string} label
 * @property {string} start
 * @property {string} end
 * @property {string} goal
 */

/** @param {CharterData} data @returns {CharterSprint[]} */
export function sprints(data) {
  return list(data.sprints).map((entry) => {
    const it = table(entry);
    return { name: text(it.name), list: text(it.list), label: text(it.label), start: text(it.start), end: text(it.end), goal: text(it.goal) };
  });
}

/** @param {Partial<CharterSprint>} sprint @returns {{ [key: string]: EditValue }} */
export function sprintEntry(sprint) {
  /** @type {{ [key: string]: EditValue }} */
  const entry = {};
  for (const key of /** @type {const} */ (["name", "list", "label", "start", "end", "goal"])) {
    const value = sprint[key];
    if (value) entry[key] = key === "start" || key === "end" ? { $day: value } : value;
  }
  return entry;
}

/**
 * Sets one thing about a sprint.
 * @param {number} index
 * @param {keyof CharterSprint} key
 * @param {string} value Empty to leave it out.
 * @returns {Edit[]}
 */
export function setSprint(index, key, value) {
  const path = ["sprints", index, key];
  if (value === "") return [{ unset: path }];
  return [{ set: path, value: key === "start" || key === "end" ? { $day: value } : value }];
}

/**
 * What the team agreed to live with.
 * @typedef {object} Ignore
 * @property {string} reason
 * @property {string} expires
 * @property {string} rule Empty where it covers several or all.
 * @property {string} item Likewise.
 * @property {string} more What else limits it.
 */

/** @param {CharterData} data @returns {Ignore[]} */
export function ignores(data) {
  return list(data.ignore).map((entry) => {
    const it = table(entry);
    const [rule, item] = [text(it.rule), text(it.item)];
    const words = ["rule", "item", "actor", "sprint", "label", "since", "until"]
      .filter((key) => it[key] !== undefined && !(key === "rule" && rule) && !(key === "item" && item))
      .map((key) => `${key} ${list(it[key]).map(text).join(", ")}`);
    return { reason: text(it.reason), expires: text(it.expires), rule, item, more: words.join(" · ") };
  });
}

/**
 * A setting of the charter that is one text.
 * @param {CharterData} data
 * @param {string[]} path
 */
export function setting(data, path) {
  const [first, second] = path;
  return text(second === undefined ? data[first] : table(data[first])[second]);
}

/**
 * @param {string[]} path
 * @param {string} value Empty to leave it out.
 * @returns {Edit[]}
 */
export function setSetting(path, value) {
  return [value === "" ? { unset: path } : { set: path, value }];
}

/**
 * The drafted charter without the draft's comments: its evidence is shown beside each guess, and would be wrong in the file
 * as soon as somebody says something else.
 * @param {Draft} draft
 * @returns {string}
 */
export function draftText(draft) {
  const where = draft.tool === "trello" ? "Trello" : "Jira";
  const head = [
    `# The charter of ${oneLine(draft.board) || "a board"} (${where}): who may do what on this board, and what its columns mean.`,
    `# Begun with guesses from an export${draft.newest ? ` up to ${draft.newest}` : ""}; what is wrong in it, say on the page or here.`,
    "",
  ];
  const lines = draft.toml.split("\n").map(withoutComment);
  const kept = lines.filter((line, index) => line !== null && !(line === "" && lines[index - 1] === ""));
  // A section that held nothing but comments goes; the first line of another follows on its header.
  const body = `${kept.join("\n").trim()}\n`.replace(/^\[\w+\]\n+(?=\[|(?![^]))/gm, "").replace(/^(\[+\w+\]+)\n+/gm, "$1\n").replace(/\n{3,}/g, "\n\n");
  return `${head.join("\n")}\n${body.trimEnd()}\n`;
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").trim();
}

/** A line without its comment; null where it was nothing else. @param {string} line */
function withoutComment(line) {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const c = line[at];
    if (c === "\\" && quoted) at += 1;
    else if (c === '"') quoted = !quoted;
    else if (c === "#" && !quoted) return at === 0 || line.slice(0, at).trim() === "" ? null : line.slice(0, at).trimEnd();
  }
  return line.trimEnd();
}
