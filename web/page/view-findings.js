// "Findings": what was found, by rule, with its record; what could not be judged, and why; what the team lives with.

import { ignores, setting } from "./charter.js";
import { button, byId, choice, counted, data, el, fill, shownDay, shownInstant } from "./dom.js";
import { charterData, draft, state } from "./state.js";

/**
 * @import { Diagnostic, EditValue, Excerpt, Finding, Inconclusive, RuleText } from "./api.d.ts"
 * @import { Actions } from "./state.js"
 * @import { Child } from "./dom.js"
 */

/** How many acts of a rule are shown at first, and how many more each time. */
const FEW = 4;
const MORE = 100;

const LEVELS = [
  { level: "error", title: "Talk first", about: "what a rule calls an error" },
  { level: "warn", title: "Talk", about: "what a rule calls a warning" },
  { level: "info", title: "Good to know", about: "what a rule calls an info" },
];

/** @type {Record<string, string>} */
const BADGES = { error: "talk first", warn: "talk", info: "good to know" };

/** Where each thing that may be missing is said on this page. @type {Record<string, { href: string, label: string, instead: string }>} */
const SAID_AT = {
  roles: { href: "#people", label: "Who is who", instead: "Say it under" },
  mapping: { href: "#columns", label: "What columns mean", instead: "If this board has it, say it under" },
  sprints: { href: "#columns", label: "Sprints", instead: "Write them down under" },
  history: { href: "#drop", label: "Drop it here", instead: "Where more can be had, the link to it stands beside the file under" },
};

/** How many acts are unfolded, by rule; and the act that is being ignored. */
const open = { shown: /** @type {Map<string, number>} */ (new Map()), ignoring: "" };

/** @param {Actions} actions */
export function showFindings(actions) {
  fill(byId("findings-head"), () => head(actions));
  fill(byId("findings-body"), () => body(actions));
}

/** @param {string} name @returns {RuleText | undefined} */
function ruleOf(name) {
  return state.about?.rules.find((it) => it.rule === name);
}

function zone() {
  return state.judged?.boards[0]?.timezone ?? "UTC";
}

/** @param {Actions} actions @returns {Child[]} */
function head(actions) {
  const { judged } = state;
  if (!judged) return [el("p", { class: "about" }, "Judging …")];
  const counts = [judged.summary.errors, judged.summary.warnings, judged.summary.infos];
  const rules = [...new Set(judged.findings.map((it) => it.rule))].sort();
  if (state.rule !== "" && !rules.includes(state.rule)) state.rule = "";
  const asked = judged.summary.rules;
  const board = judged.boards[0];
  const guide = setting(charterData(), ["profile"]) === "scrum-guide";
  return [
    judged.failures.length > 0 ? el("div", { class: "notice" }, judged.failures.map((it) => el("p", {}, it))) : null,
    diagnostics(judged.diagnostics),
    el(
      "ul",
      { class: "numbers" },
      LEVELS.map(({ title }, index) => el("li", {}, el("strong", {}, counts[index].toLocaleString("en")), ` ${title.toLowerCase()}`)),
      el("li", {}, el("strong", {}, `${asked - judged.summary.inconclusive} of ${asked}`), " rules judged"),
      board?.since && board.until ? el("li", {}, `from ${shownDay(board.since)} to ${shownDay(board.until)}`) : null,
      judged.summary.ignored > 0 ? el("li", {}, el("strong", {}, judged.summary.ignored), " agreed to live with") : null,
    ),
    el(
      "div",
      { class: "row filters" },
      el("p", { class: "field" }, el("label", { for: "look-at" }, "Look at"), choice(windows(), state.sprint, (value) => {
        state.sprint = value;
        actions.judge();
      }, { id: "look-at" })),
      el("p", { class: "field" }, el("label", { for: "by-rule" }, "Rule"), choice([{ value: "", label: "all rules" }, ...rules.map((value) => ({ value, label: ruleOf(value)?.summary ?? value }))], state.rule, (value) => {
        state.rule = value;
        actions.show();
      }, { id: "by-rule" })),
      el("p", { class: "field" }, el("label", { for: "profile" }, "Scrum is read"), choice([{ value: "", label: "as the articles behind the rules have it" }, { value: "scrum-guide", label: "by the Scrum Guide alone" }], guide ? "scrum-guide" : "", (value) => actions.edit([value === "" ? { unset: ["profile"] } : { set: ["profile"], value }], value === "" ? "Scrum is read strictly." : "Scrum is read by the Scrum Guide alone."), { id: "profile", "aria-describedby": "profile-hint" })),
      el(
        "fieldset",
        { class: "levels" },
        el("legend", {}, "Levels"),
        LEVELS.map(({ level, title, about }) =>
          el("label", { title: about }, el("input", {
            type: "checkbox",
            id: `level-${level}`,
            checked: state.levels.has(level),
            change: (event) => {
              if (event.target.checked) state.levels.add(level);
              else state.levels.delete(level);
              actions.show();
            },
          }), ` ${title}`),
        ),
      ),
    ),
    el("p", { class: "hint", id: "profile-hint" }, guide ? "Rules that go beyond the Scrum Guide of 2020 are silent or weigh less." : strictness()),
  ];
}

/** What the Scrum Guide would leave of the rules. */
function strictness() {
  const rules = state.about?.rules ?? [];
  const silent = rules.filter((it) => it.level !== "off" && it.levelScrumGuide === "off").length;
  const milder = rules.filter((it) => it.levelScrumGuide !== "off" && it.level !== it.levelScrumGuide).length;
  return `Some rules go beyond the Scrum Guide of 2020: by the Guide alone, ${counted(silent, "rule is", "rules are")} silent and ${counted(milder, "weighs", "weigh")} less.`;
}

/** What can be looked at. */
function windows() {
  const named = state.sprints.map((it) => ({ value: it.name, label: it.name }));
  const has = (/** @type {string} */ of) => state.sprints.some((it) => it.state === of);
  return [
    { value: "", label: "everything that is known" },
    ...(has("closed") ? [{ value: "last-closed", label: "the sprint that was closed last" }] : []),
    ...(has("active") ? [{ value: "current", label: "the running sprint" }] : []),
    ...named.reverse(),
  ];
}

/** @param {Diagnostic[]} all @returns {Child} */
export function diagnostics(all) {
  if (all.length === 0) return null;
  const errors = all.some((it) => it.severity === "error");
  const items = all.map((it) =>
    el(
      "li",
      { class: it.severity },
      el("p", {}, el("strong", {}, it.severity === "error" ? "Mistake: " : "Note: "), it.message),
      it.notes.map((note) => el("p", { class: "hint" }, note)),
      it.places.slice(0, 2).map(excerpt),
    ),
  );
  const list = el("ul", { class: "diagnostics" }, items);
  if (errors) return el("div", { class: "notice", role: "alert" }, el("p", {}, "The charter has a mistake, so the board is not judged by it. Mend it, or take the last change back."), list);
  return el("details", { id: "charter-notes", class: "fold" }, el("summary", {}, `${counted(all.length, "note")} about the charter`), list);
}

/** @param {Excerpt} place */
function excerpt(place) {
  return el(
    "p",
    { class: "record" },
    el("span", { class: "where" }, data(`${place.name}:${place.line}:${place.column}`)),
    el("code", {}, place.text.slice(0, place.start), el("mark", {}, place.text.slice(place.start, place.end)), place.text.slice(place.end)),
    place.label ? el("span", {}, place.label) : null,
  );
}

/** @param {Actions} actions @returns {Child[]} */
function body(actions) {
  const { judged } = state;
  if (!judged) return [];
  const shown = judged.findings.map((finding, index) => ({ finding, index })).filter(({ finding }) => state.levels.has(finding.level) && (state.rule === "" || finding.rule === state.rule));
  /** @type {Map<string, typeof shown>} */
  const groups = new Map();
  for (const it of shown) groups.set(it.finding.rule, [...(groups.get(it.finding.rule) ?? []), it]);
  const weight = (/** @type {{ finding: Finding }[]} */ group) => Math.min(...group.map((it) => LEVELS.findIndex(({ level }) => level === it.finding.level)));
  const order = [...groups.entries()].sort(([, a], [, b]) => weight(a) - weight(b) || b.length - a.length);
  const hidden = judged.findings.length - shown.length;
  return [
    ...order.map(([rule, group]) => ruleGroup(rule, group, actions)),
    order.length === 0 ? el("p", { class: "quiet-board" }, nothingFound(hidden)) : null,
    hidden > 0 && order.length > 0 ? el("p", { class: "hint" }, `${counted(hidden, "finding is", "findings are")} left out by the filters.`) : null,
    notJudged(judged.inconclusive),
    agreed(actions),
  ];
}

/** @param {number} hidden */
function nothingFound(hidden) {
  if (hidden > 0) return `${counted(hidden, "finding is", "findings are")} left out by the filters.`;
  return (state.judged?.summary.inconclusive ?? 0) > 0 ? "Nothing was found by the rules that could be judged. What could not be judged stands below." : "Nothing was found.";
}

/** @param {string} name @param {{ finding: Finding, index: number }[]} group @param {Actions} actions */
function ruleGroup(name, group, actions) {
  const rule = ruleOf(name);
  const limit = open.shown.get(name) ?? FEW;
  const worst = LEVELS.find(({ level }) => group.some((it) => it.finding.level === level))?.level ?? "info";
  // The newest first, as in the report.
  const acts = group.toSorted((a, b) => (b.finding.at ?? "").localeCompare(a.finding.at ?? "")).slice(0, limit);
  return el(
    "article",
    { class: `finding-group ${worst}`, "aria-labelledby": `rule-${name}` },
    el("h3", { id: `rule-${name}`, tabindex: "-1" }, rule?.summary ?? name, " ", el("span", { class: `badge ${worst}` }, BADGES[worst])),
    rule?.ask ? el("p", { class: "ask" }, rule.ask) : null,
    el("ul", { class: "acts" }, acts.map(({ finding, index }) => act(finding, index, worst, actions))),
    group.length > limit
      ? button(`Show ${Math.min(MORE, group.length - limit)} more of ${group.length}`, () => {
          open.shown.set(name, limit + MORE);
          actions.show();
        }, { class: "quiet", id: `more-of-${name}` })
      : null,
    rule
      ? el(
          "details",
          { id: `why-${name}`, class: "fold" },
          el("summary", {}, "Why it matters, and what to try instead"),
          el("div", { class: "advice" }, el("div", {}, el("h4", {}, "What it does to a team"), el("p", {}, rule.why)), el("div", {}, el("h4", {}, "Try instead"), el("p", {}, rule.instead)), rule.fine ? el("div", {}, el("h4", {}, "When it is fine"), el("p", {}, rule.fine)) : null),
          rule.source.length > 0 ? el("p", { class: "source" }, `After ${rule.source.join("; ")}. Rule ${name}.`) : null,
        )
      : null,
  );
}

/** @param {Finding} finding @param {number} index @param {string} worst @param {Actions} actions */
function act(finding, index, worst, actions) {
  const place = state.judged?.excerpts[index] ?? null;
  const where = [finding.sprint, finding.at ? shownInstant(finding.at, zone()) : ""].filter((it) => it);
  const safe = finding.url !== null && /^https?:\/\//i.test(finding.url) ? finding.url : null;
  const id = finding.fingerprint;
  return el(
    "li",
    { class: "act" },
    el("p", { class: "message" }, finding.level !== worst ? [el("span", { class: `badge ${finding.level}` }, BADGES[finding.level] ?? finding.level), " "] : null, data(capital(finding.message)), "."),
    el("p", { class: "meta" }, itemOf(finding, safe), ...where.map((it) => el("span", {}, data(String(it))))),
    el("div", { class: "tools" },
    finding.related.length > 0 ? el("details", { id: `with-${id}` }, el("summary", {}, `with ${counted(finding.related.length, "more record")}`), el("ul", { class: "plain" }, finding.related.slice(0, 50).map((it) => el("li", {}, it.item ? [data(titled(it.item)), " "] : null, data(it.message), it.at ? `, ${shownInstant(it.at, zone())}` : "")))) : null,
    place ? el("details", { id: `record-${id}` }, el("summary", {}, "The record"), excerpt(place)) : null,
    open.ignoring === id
      ? null
      : button("We live with this …", () => {
          open.ignoring = id;
          actions.show();
          document.getElementById(`reason-${id}`)?.focus();
        }, { class: "quiet", id: `ignore-${id}`, "aria-label": `We live with this: ${finding.message}` }),
    ),
    open.ignoring === id ? ignoreForm(finding, actions) : null,
  );
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The item of a finding, with a link to it. @param {Finding} finding @param {string | null} url */
function itemOf(finding, url) {
  if (finding.item === null) return null;
  const title = finding.title ? ["“", data(finding.title), "”"] : [];
  const onTrello = state.judged?.boards[0]?.tool === "trello";
  const link = (/** @type {Child[]} */ words) => (url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words) : el("span", {}, words));
  if (onTrello && title.length > 0) return el("span", { class: "item" }, link(title));
  return el("span", { class: "item" }, link([data(finding.item)]), " ", ...title);
}

/** What people call an item, as far as a finding says it. @param {string} item */
function titled(item) {
  const found = state.judged?.findings.find((it) => it.item === item && it.title);
  return found ? nameOf(found) : item;
}

/** What people call the item of a finding. @param {Finding} finding */
function nameOf({ item, title }) {
  const onTrello = state.judged?.boards[0]?.tool === "trello";
  if (!title) return item ?? "";
  return onTrello ? `“${title}”` : `${item} “${title}”`;
}

/** What an ignore may cover, the narrowest first. @param {Finding} finding @returns {{ label: string, entry: { [key: string]: EditValue } }[]} */
function scopes(finding) {
  const { rule, item, actor, sprint } = finding;
  const found = [];
  if (item !== null) {
    const others = new Set(finding.related.map((it) => it.item).filter((it) => it !== null && it !== item)).size;
    found.push({ label: `${nameOf(finding)} alone${others > 0 ? `, with the ${counted(others, "other item", "other items")} of this act` : ""}`, entry: { rule, item } });
  }
  if (item === null && sprint !== null) found.push({ label: `the sprint ${sprint} alone`, entry: { rule, sprint } });
  if (actor !== null) {
    const named = draft()?.people.filter((it) => it.name === actor.name) ?? [];
    found.push({ label: `whatever of this kind ${actor.name} does`, entry: { rule, actor: named.length === 1 ? (named[0].written ?? actor.id) : actor.id } });
  }
  found.push({ label: "this rule, whenever it fires here", entry: { rule } });
  return found;
}

/** @param {Finding} finding @param {Actions} actions */
function ignoreForm(finding, actions) {
  const id = finding.fingerprint;
  const all = scopes(finding);
  const reason = el("input", { type: "text", id: `reason-${id}`, required: true, autocomplete: "off", maxlength: 400 });
  const scope = choice(all.map((it, index) => ({ value: String(index), label: it.label })), "0", () => {}, { id: `scope-${id}` });
  const expires = el("input", { type: "date", id: `expires-${id}` });
  const close = () => {
    open.ignoring = "";
    (document.activeElement instanceof HTMLElement ? document.activeElement : null)?.blur();
    actions.show();
    document.getElementById(`ignore-${id}`)?.focus();
  };
  return el(
    "form",
    {
      class: "ignore",
      submit: (event) => {
        event.preventDefault();
        const entry = { ...all[Number(scope.value)].entry, reason: reason.value.trim() };
        if (entry.reason === "") return reason.focus();
        open.ignoring = "";
        reason.blur();
        byId("findings-title").focus({ preventScroll: true });
        actions.edit([{ append: ["ignore"], value: expires.value ? { ...entry, expires: { $day: expires.value } } : entry }], "It stands under “What the team lives with”, with your reason.");
      },
      keydown: (event) => {
        if (event.key === "Escape") close();
      },
    },
    el("p", { class: "field" }, el("label", { for: `reason-${id}` }, "Why is it fine here?"), reason, el("small", {}, "The reason is kept with your answers and printed in the report as you write it: name nobody in it.")),
    el("p", { class: "field" }, el("label", { for: `scope-${id}` }, "It covers"), scope),
    el("p", { class: "field" }, el("label", { for: `expires-${id}` }, "Until (may be left out)"), expires),
    el("p", { class: "row" }, el("button", { type: "submit", class: "main" }, "Write it down"), button("Not now", close)),
  );
}

/** @param {Inconclusive[]} all @returns {Child} */
function notJudged(all) {
  if (all.length === 0) return null;
  const part = (/** @type {boolean} */ partial) => {
    /** @type {Map<string, Inconclusive[]>} */
    const groups = new Map();
    for (const it of all.filter((it) => it.partial === partial)) {
      const key = `${it.message}\n${it.hint}`;
      groups.set(key, [...(groups.get(key) ?? []), it]);
    }
    if (groups.size === 0) return null;
    return [el("h4", {}, partial ? "Judged in part" : "Not judged"), el("ul", { class: "unjudged" }, [...groups.values()].map(gap))];
  };
  const silent = new Set(all.filter((it) => !it.partial).map((it) => it.rule)).size;
  return el(
    "details",
    { id: "not-judged", class: "fold" },
    el("summary", {}, silent > 0 ? `What could not be judged, and why: ${counted(silent, "rule")}` : "What could be judged only in part, and why"),
    el("p", { class: "about" }, "A rule that could not look has not passed. This is what was missing, and how to get it."),
    ...(part(false) ?? []),
    ...(part(true) ?? []),
  );
}

/** @param {Inconclusive[]} group */
function gap(group) {
  const [{ message, hint, missing }] = group;
  const said = SAID_AT[missing];
  const names = group.map((it) => it.rule);
  return el(
    "li",
    {},
    el("p", {}, el("strong", {}, ...coded(capital(message))), ". ", said ? [`${said.instead} `, el("a", { href: said.href }, said.label), "."] : null),
    said && missing !== "history" ? null : advice(hint, names[0]),
    el("details", { id: `rules-${names[0]}-${message.length}` }, el("summary", {}, counted(new Set(names).size, "rule")), el("ul", {}, [...new Set(names)].map((name) => el("li", {}, ruleOf(name)?.summary ?? name)))),
  );
}

/** How to get what is missing; what is for the command line is folded. @param {string} hint @param {string} name */
function advice(hint, name) {
  if (!hint.includes("curl ")) return el("p", { class: "hint" }, ...linked(capital(hint)));
  return el("details", { id: `command-${name}` }, el("summary", {}, "With a token, on the command line"), el("p", { class: "hint" }, coded(capital(hint))));
}

/** A text in which what stands between backticks is code. @param {string} text @returns {Child[]} */
function coded(text) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? el("code", {}, part) : data(part)));
}

/** A hint in which addresses are links, for a browser that is logged in. @param {string} hint @returns {Child[]} */
function linked(hint) {
  return hint.split(/(https:\/\/[^\s"'<>]+)/).map((part, index) => (index % 2 === 1 ? el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : coded(part))).flat();
}

/** What an agreement covers, in the words of the findings. @param {import("./charter.js").Ignore} ignore @returns {Child[]} */
function about({ rule, item, more }) {
  const covered = state.judged?.ignored.find(({ finding }) => finding.item === item)?.finding;
  const parts = [rule ? (ruleOf(rule)?.summary ?? rule) : "", item ? (covered ? nameOf(covered) : item) : "", more].filter((text) => text !== "");
  return [data(parts.join(" · "))];
}

/** @param {Actions} actions @returns {Child} */
function agreed(actions) {
  const all = ignores(charterData());
  if (all.length === 0) return null;
  const line = (/** @type {typeof all[number]} */ it, /** @type {number} */ index) =>
    el(
      "li",
      {},
      el("span", {}, el("strong", {}, data(it.reason || "without a reason")), el("small", {}, ...about(it), it.expires ? `, until ${shownDay(it.expires)}` : "")),
      button("Take it back", () => actions.edit([{ drop: ["ignore"], index }], "The agreement was taken out of the charter."), { class: "quiet", id: `agreed-${index}`, "aria-label": `Take it back: ${it.reason}` }),
    );
  return el("div", { class: "agreed" }, el("h3", {}, "What the team lives with"), el("ul", { class: "suggestions" }, all.map(line)));
}
