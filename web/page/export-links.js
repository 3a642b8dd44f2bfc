// Addresses at which a logged-in browser gets an export with its history. They follow the vendor's pages; nothing here was
// tried against a live site:
// - Jira Cloud: "The Jira Cloud platform REST API", Issue search, "Search for issues using JQL enhanced search (GET)":
//   https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ (`nextPageToken`, `fields`,
//   `expand=changelog`, at most 5000 issues a page and fewer where many fields are asked for; the query has to be bounded)
//   and "Get changelogs": https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
// - Jira Data Center: "Jira Data Center platform REST API", search:
//   https://developer.atlassian.com/server/jira/platform/rest/ (`startAt`, `maxResults`, `total`); the server may give fewer
//   than was asked for: "How to use the maxResults API parameter for Jira Issue Search REST API", Atlassian Support
// - Trello: "Exporting data from Trello", Atlassian Support:
//   https://support.atlassian.com/trello/docs/exporting-data-from-trello/ and for what is older than the export's newest 1000
//   actions "The Trello REST API", "Get Actions of a Board": https://developer.atlassian.com/cloud/trello/rest/api-group-boards/
//   (`limit` of at most 1000, `before` the id of an action); on the site itself it is answered to whoever is logged in

/** @typedef {"jira-cloud" | "jira-dc" | "trello"} Source */

/** How many issues are asked for at once. */
const PAGE = 100;

/** The vendor's pages, for the page to link to. */
export const VENDOR_PAGES = {
  "jira-cloud": { title: "Jira Cloud REST API: Issue search", url: "https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/" },
  "jira-dc": { title: "Jira Data Center REST API", url: "https://developer.atlassian.com/server/jira/platform/rest/" },
  trello: { title: "Exporting data from Trello", url: "https://support.atlassian.com/trello/docs/exporting-data-from-trello/" },
  older: { title: "The Trello REST API: Get Actions of a Board", url: "https://developer.atlassian.com/cloud/trello/rest/api-group-boards/" },
};

/**
 * The address of a site as somebody types it: `shop`, `shop.atlassian.net`, or the address of any page there.
 * @param {string} typed
 * @param {Source} source
 * @returns {string | null} Without a slash at its end; null where it is none.
 */
export function siteOf(typed, source) {
  const text = typed.trim();
  if (text === "") return null;
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(whole);
    if (url.username !== "" || url.password !== "") return null;
    if (source === "jira-cloud") {
      const host = url.host.includes(".") ? url.host : `${url.host}.atlassian.net`;
      return `https://${host}`;
    }
    // A Data Center may live below a path: what comes before the pages of Jira.
    const path = url.pathname.replace(/\/(browse|projects|secure|issues|rest|login\.jsp)(\/.*)?$/i, "").replace(/\/+$/, "");
    return `${url.protocol}//${url.host}${path}`;
  } catch {
    return null;
  }
}

/**
 * The key of a project, or of an issue or address in it: `APP`, `APP-12`, `https://…/browse/APP-12`.
 * @param {string} typed
 * @returns {string | null}
 */
export function projectOf(typed) {
  const text = typed.trim();
  const inPath = /\/(?:browse|projects)\/([A-Za-z][A-Za-z0-9_]*)/.exec(text);
  const key = inPath ? inPath[1] : /^([A-Za-z][A-Za-z0-9_]*)(-\d+)?$/.exec(text)?.[1];
  return key ? key.toUpperCase() : null;
}

/**
 * The first page of a search, or the one that a token or a number leads to.
 * @param {"jira-cloud" | "jira-dc"} source
 * @param {string} site
 * @param {string} project
 * @param {string | number | null} next The token of the next page, or where it starts.
 * @returns {string}
 */
export function searchLink(source, site, project, next) {
  const query = new URLSearchParams({
    jql: `project = "${project}" ORDER BY key ASC`,
    fields: "*all",
    expand: "changelog,names,schema",
    maxResults: String(PAGE),
  });
  if (source === "jira-cloud") {
    if (next !== null) query.set("nextPageToken", String(next));
    return `${site}/rest/api/3/search/jql?${query}`;
  }
  query.set("startAt", String(next ?? 0));
  return `${site}/rest/api/2/search?${query}`;
}

/**
 * Trello's own export of a board, from the address of the board or of a card on it.
 * @param {string} typed
 * @returns {string | null}
 */
export function trelloLink(typed) {
  const found = /(?:trello\.com\/)?b\/([A-Za-z0-9]{6,})/.exec(typed.trim()) ?? /^([A-Za-z0-9]{8})$/.exec(typed.trim());
  return found ? `https://trello.com/b/${found[1]}.json` : null;
}

/**
 * Where the page after a page is, as the page itself says it.
 * @typedef {object} NextPage
 * @property {string} link
 * @property {string} at Which page it is.
 * @property {string} [begins] The id of the action that it begins with.
 */

/** How much of a page is looked at from either end: what it says of itself may stand before its issues or, with the names of all fields, behind them. */
const LOOKED_AT = 300_000;

/**
 * @param {Uint8Array} bytes A file.
 * @returns {NextPage | null} Null where it says that it is the last one, or is no page.
 */
export function nextPage(bytes) {
  const decoder = new TextDecoder();
  const head = decoder.decode(bytes.subarray(0, LOOKED_AT));
  const issues = head.search(/"issues"\s*:\s*\[/);
  if (!/^\s*\{/.test(head) || issues < 0) return null;
  const own = /"self"\s*:\s*"(https?:\/\/[^"\\]+?)\/rest\/(?:api|agile)\//.exec(head.slice(issues));
  const project = /"key"\s*:\s*"([A-Za-z][A-Za-z0-9_]*)-\d+"/.exec(head.slice(issues));
  const site = own && siteOf(own[1], "jira-dc");
  if (!site || !project) return null;
  // Quotes inside a text are escaped, so what has plain ones is a key.
  const said = bytes.length > LOOKED_AT ? head + decoder.decode(bytes.subarray(Math.max(LOOKED_AT, bytes.length - LOOKED_AT))) : head;
  const token = /"nextPageToken"\s*:\s*"([^"\\]+)"/.exec(said);
  if (token) return { link: searchLink("jira-cloud", site, project[1], token[1]), at: "the next page" };
  // Changelogs inside issues have such numbers, too.
  const before = head.slice(0, issues);
  const number = (/** @type {string} */ name) => Number(new RegExp(`"${name}"\\s*:\\s*(\\d+)`).exec(before)?.[1] ?? Number.NaN);
  const [start, most, total] = [number("startAt"), number("maxResults"), number("total")];
  if (!(start + most < total)) return null;
  return { link: searchLink("jira-dc", site, project[1], start + most), at: `issues from number ${start + most + 1} on` };
}

/** How many actions Trello gives at once. */
const MOST_ACTIONS = 1000;
/** How large a file may be in which actions of Trello are looked for, in bytes. */
const LARGEST = 60_000_000;

/**
 * What a file of Trello says of older actions: an export, or a page of actions.
 * @param {Uint8Array} bytes A file.
 * @returns {{ begins: string, next: NextPage | null } | null} `begins` is the id of its newest action; null where it is no such file.
 */
export function trelloPage(bytes) {
  const decoder = new TextDecoder();
  const head = decoder.decode(bytes.subarray(0, LOOKED_AT));
  if (bytes.length > LARGEST || !/^\s*[[{]/.test(head) || /"issues"\s*:\s*\[/.test(head)) return null;
  const text = decoder.decode(bytes);
  if (!text.includes('"idMemberCreator"')) return null;
  try {
    const file = JSON.parse(text);
    const actions = Array.isArray(file) ? file : file.actions;
    const id = (/** @type {unknown} */ it) => (typeof it === "string" && /^[0-9a-f]{24}$/i.test(it) ? it : null);
    const board = id(Array.isArray(file) ? file[0]?.data?.board?.id : file.id);
    const [begins, before, last] = [id(actions[0]?.id), id(actions.at(-2)?.id), id(actions.at(-1)?.id)];
    if (begins === null) return null;
    const first = actions.at(-1)?.type;
    const whole = actions.length < MOST_ACTIONS || first === "createBoard" || first === "copyBoard";
    if (whole || board === null || before === null || last === null) return { begins, next: null };
    // It begins with the oldest action that is known, so that nothing can be missing between.
    return { begins, next: { link: `https://trello.com/1/boards/${board}/actions?limit=${MOST_ACTIONS}&before=${before}`, at: "what happened before", begins: last } };
  } catch {
    return null;
  }
}
