// "Get an export": links that a logged-in browser opens, and how to save what they show.

import { byId, el, fill } from "./dom.js";
import { VENDOR_PAGES, projectOf, searchLink, siteOf, trelloLink } from "./export-links.js";

/** @import { Source } from "./export-links.js" */
/** @import { Child } from "./dom.js" */

/** @type {{ source: Source, site: string, project: string, token: string, board: string, keys: string }} */
const typed = { source: "jira-cloud", site: "", project: "", token: "", board: "", keys: "" };

/** @type {{ source: Source, label: string, about: string }[]} */
const SOURCES = [
  { source: "jira-cloud", label: "Jira Cloud", about: "…atlassian.net" },
  { source: "jira-dc", label: "Jira Data Center", about: "your own server" },
  { source: "trello", label: "Trello", about: "trello.com" },
];

/** Draws the section. */
export function showGet() {
  const body = byId("get-body");
  body.replaceChildren(
    el(
      "fieldset",
      { class: "tabs" },
      el("legend", {}, "Where is your board?"),
      SOURCES.map(({ source, label, about }) =>
        el(
          "label",
          {},
          el("input", { type: "radio", name: "source", value: source, checked: source === typed.source, change: () => choose(source) }),
          el("span", {}, el("strong", {}, label), " ", el("small", {}, about)),
        ),
      ),
    ),
    el("div", { id: "get-form" }),
    el("div", { id: "get-links", "aria-live": "polite" }),
    csv(),
  );
  choose(typed.source);
}

/** @param {Source} source */
function choose(source) {
  typed.source = source;
  byId("get-form").replaceChildren(...form(source));
  showLinks();
}

/**
 * @param {string} id
 * @param {string} label
 * @param {keyof typeof typed} key
 * @param {string} hint
 */
function field(id, label, key, hint) {
  const input = el("input", {
    id,
    type: "text",
    value: typed[key],
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-hint`,
    input: (event) => {
      Reflect.set(typed, key, event.target.value);
      showLinks();
    },
  });
  return el("p", { class: "field" }, el("label", { for: id }, label), input, el("small", { id: `${id}-hint` }, hint));
}

/** @param {Source} source */
function form(source) {
  if (source === "trello") return [el("div", { class: "fields" }, field("get-board", "Address of the board", "board", "as in https://trello.com/b/AbCd1234/our-board"))];
  const cloud = source === "jira-cloud";
  return [
    el(
      "div",
      { class: "fields" },
      field("get-site", "Site", "site", cloud ? "as in yourteam.atlassian.net" : "as in https://jira.example.com"),
      field("get-project", "Project", "project", "its key, as in APP; or the address of any issue in it"),
    ),
  ];
}

function showLinks() {
  fill(byId("get-links"), () => (typed.source === "trello" ? trello() : jira(typed.source)));
}

/** @param {string} address @param {string} label @param {string} [kind] */
function link(address, label, kind = "go") {
  return el("a", { class: kind, href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** @param {string} url @param {string} title @param {...Child} more */
function vendor(url, title, ...more) {
  return el("p", { class: "source" }, "After ", link(url, title, ""), ...more, ". The link was written after these pages and not tried on a live site; whether the file is right, this page says as soon as you drop it.");
}

/** @param {"jira-cloud" | "jira-dc"} source @returns {Child[]} */
function jira(source) {
  const site = siteOf(typed.site, source);
  const project = projectOf(typed.project);
  const page = VENDOR_PAGES[source];
  const cloud = source === "jira-cloud";
  if (site === null || project === null) {
    const missing = typed.site.trim() === "" || typed.project.trim() === "" ? "Type the site and the project, and the links stand here." : "That is no address of a site or no key of a project yet.";
    return [el("p", { class: "hint" }, missing), vendor(page.url, page.title)];
  }
  const steps = [
    el("li", {}, "Open ", link(searchLink(source, site, project, null), "the first page of the search"), " in a tab. It shows text that begins with ", el("code", {}, cloud ? '{"issues":[' : '{"expand":'), "."),
    el("li", {}, ...saving("page-1.json")),
    el("li", {}, cloud ? "Drop the file below. Where it says that more follow, the page shows you the link to the next one; go on until there is none." : "Drop the file below. Where the server gave fewer issues than there are, the page shows you the link to the next ones; go on until there is none."),
  ];
  return [el("ol", { class: "steps-list" }, steps), cloud ? longHistories(site) : null, vendor(page.url, page.title)];
}

/** @param {string} site */
function longHistories(site) {
  const links = el("ul", { class: "plain" });
  const show = () => {
    const keys = [...new Set(typed.keys.toUpperCase().match(/[A-Z][A-Z0-9_]*-\d+/g) ?? [])].slice(0, 200);
    links.replaceChildren(
      ...keys.map((key) => el("li", {}, link(`${site}/rest/api/3/issue/${key}/changelog?startAt=0&maxResults=100`, `${key}: its changes`, ""), " – save as ", el("code", {}, `${key}-0.json`))),
    );
  };
  show();
  return el(
    "details",
    { id: "long-histories", class: "fold" },
    el("summary", {}, "Issues with long histories"),
    el(
      "p",
      {},
      "Jira Cloud cuts what it embeds: of each issue only its newest changes, at most 100 (Atlassian's own issue JRACLOUD-67458), and users of the new search report 40. The page tells you which issues that hit, under what could not be judged. Their histories come one by one; a page with more than 100 changes goes on at ",
      el("code", {}, "startAt=100"),
      ".",
    ),
    el(
      "p",
      { class: "field" },
      el("label", { for: "get-keys" }, "Keys of issues"),
      el("input", {
        id: "get-keys",
        type: "text",
        value: typed.keys,
        autocomplete: "off",
        spellcheck: "false",
        input: (event) => {
          typed.keys = event.target.value;
          show();
        },
      }),
    ),
    links,
  );
}

/** @param {string} name @returns {Child[]} */
function saving(name) {
  return [
    "Save it with ",
    el("kbd", {}, "Ctrl"),
    "+",
    el("kbd", {}, "S"),
    " or ",
    el("kbd", {}, "⌘"),
    "+",
    el("kbd", {}, "S"),
    " as ",
    el("code", {}, name),
    ". Firefox has a button ",
    el("em", {}, "Save"),
    " above the text; in Safari choose the format ",
    el("em", {}, "Page Source"),
    ".",
  ];
}

/** @returns {Child[]} */
function trello() {
  const address = trelloLink(typed.board);
  const page = VENDOR_PAGES.trello;
  const first = address ? ["Or open ", link(address, "the board's export"), " in a tab."] : ["Or type the address of the board above, and a link to the same stands here."];
  return [
    el("ol", { class: "steps-list" }, el("li", {}, "In Trello, open the board's menu, then ", el("em", {}, "Print, export, and share"), ", then ", el("em", {}, "Export as JSON"), ". ", ...first), el("li", {}, ...saving("board.json")), el("li", {}, "Drop the file below.")),
    el("p", { class: "hint" }, "It holds the newest 1000 things that happened. Where more did, you get the link to what is older as soon as the file is dropped."),
    vendor(page.url, page.title, " and ", link(VENDOR_PAGES.older.url, VENDOR_PAGES.older.title, "")),
  ];
}

function csv() {
  return el(
    "details",
    { id: "why-csv", class: "fold" },
    el("summary", {}, "Why not the CSV or Excel file from the menu?"),
    el(
      "p",
      {},
      "A CSV says how things stand today, and nothing of how they came about. It knows who has an issue, not who assigned it; the points, not who estimated; and nothing of how the backlog was ordered. Most rules cannot look at it, and the page says which. Word and Excel files hold a table for the eye and are refused.",
    ),
    el("p", {}, "Jira's full backup (", el("code", {}, "entities.xml"), " with ", el("code", {}, "activeobjects.xml"), ", or the zip with both) holds all of the history, and takes an administrator."),
  );
}
