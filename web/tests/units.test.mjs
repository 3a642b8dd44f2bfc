// What the page computes by itself, without a browser: links, edits, and texts made harmless.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draftText, giveRole, holders, learnNames, placeOf, sameTitle, setDays, stints, strangers, takeRole } from "../page/charter.js";
import { visible } from "../page/dom.js";
import { unlzma } from "../page/unlzma.js";
import { nextPage, projectOf, searchLink, siteOf, trelloLink, trelloPage } from "../page/export-links.js";

const bytes = (text) => new TextEncoder().encode(text);
const person = (name, written = name) => ({ name, written, app: false });
const people = [person("Ana"), person("Ben"), person("Li"), { ...person("Robo"), app: true }];
const [ana, ben, li] = people;

test("a site is understood however it is typed", () => {
  assert.equal(siteOf("shop", "jira-cloud"), "https://shop.atlassian.net");
  assert.equal(siteOf(" https://shop.atlassian.net/browse/APP-1 ", "jira-cloud"), "https://shop.atlassian.net");
  assert.equal(siteOf("http://tracker:8080/jira/browse/APP-1", "jira-dc"), "http://tracker:8080/jira");
  assert.equal(siteOf("https://jira.example.com/projects/APP/board", "jira-dc"), "https://jira.example.com");
  assert.equal(siteOf("", "jira-cloud"), null);
  assert.equal(siteOf("https://me:secret@jira.example.com", "jira-dc"), null);
});

test("a project is understood by its key, by an issue, and by an address", () => {
  assert.equal(projectOf("app"), "APP");
  assert.equal(projectOf("APP-12"), "APP");
  assert.equal(projectOf("https://shop.atlassian.net/browse/SHOP-3?x=1"), "SHOP");
  assert.equal(projectOf('APP" OR project = "OTHER'), null);
});

test("the first page of a search asks for the history and all fields", () => {
  const cloud = new URL(searchLink("jira-cloud", "https://shop.atlassian.net", "APP", null));
  assert.equal(cloud.pathname, "/rest/api/3/search/jql");
  assert.equal(cloud.searchParams.get("jql"), 'project = "APP" ORDER BY key ASC');
  assert.equal(cloud.searchParams.get("expand"), "changelog,names,schema");
  assert.equal(cloud.searchParams.get("fields"), "*all");
  assert.equal(cloud.searchParams.has("nextPageToken"), false);
  const server = new URL(searchLink("jira-dc", "https://jira.example.com", "APP", 50));
  assert.equal(server.pathname, "/rest/api/2/search");
  assert.equal(server.searchParams.get("startAt"), "50");
});

test("a page of Jira Cloud leads to the next one by its token", () => {
  const issue = '{"key":"APP-1","self":"https://shop.atlassian.net/rest/api/3/issue/1","fields":{}}';
  for (const page of [`{"issues":[${issue}],"nextPageToken":"abc=","isLast":false}`, `{"nextPageToken":"abc=","issues":[${issue}]}`]) {
    const link = new URL(nextPage(bytes(page)).link);
    assert.equal(link.origin, "https://shop.atlassian.net");
    assert.equal(link.searchParams.get("nextPageToken"), "abc=");
  }
  assert.equal(nextPage(bytes(`{"issues":[${issue}],"isLast":true}`)), null);
});

test("a token in the text of an issue leads nowhere", () => {
  const issue = '{"key":"APP-1","self":"https://shop.atlassian.net/rest/api/3/issue/1","fields":{"summary":"\\"nextPageToken\\":\\"evil\\"","description":"nextPageToken"}}';
  assert.equal(nextPage(bytes(`{"issues":[${issue}],"isLast":true}`)), null);
});

test("a page of a server leads to the next one by what it holds", () => {
  const page = (start, total) => bytes(`{"startAt":${start},"maxResults":50,"total":${total},"issues":[{"key":"APP-1","self":"https://jira.example.com/jira/rest/api/2/issue/1"}]}`);
  const link = new URL(nextPage(page(0, 76)).link);
  assert.equal(`${link.origin}${link.pathname}`, "https://jira.example.com/jira/rest/api/2/search");
  assert.equal(link.searchParams.get("startAt"), "50");
  assert.equal(nextPage(page(50, 76)), null);
});

test("a board of Trello is found in whatever address of it", () => {
  assert.equal(trelloLink("https://trello.com/b/AbCd1234/our-board?filter=x"), "https://trello.com/b/AbCd1234.json");
  assert.equal(trelloLink("AbCd1234"), "https://trello.com/b/AbCd1234.json");
  assert.equal(trelloLink("https://example.com/"), null);
});

test("a full page of Trello's actions leads to the older ones, which begin with the last of it", () => {
  const id = (number) => number.toString(16).padStart(24, "0");
  const action = (number, type = "updateCard") => ({ id: id(number), idMemberCreator: id(1), type, data: { board: { id: id(7) } } });
  const actions = Array.from({ length: 1000 }, (_, index) => action(5000 - index));
  const { begins, next } = trelloPage(bytes(JSON.stringify({ id: id(7), name: "x", actions })));
  assert.deepEqual([begins, next.begins], [id(5000), id(4001)]);
  assert.equal(next.link, `https://trello.com/1/boards/${id(7)}/actions?limit=1000&before=${id(4002)}`);
  assert.equal(trelloPage(bytes(JSON.stringify(actions))).next.link, next.link);
  assert.equal(trelloPage(bytes(JSON.stringify(actions.slice(1)))).next, null);
  assert.equal(trelloPage(bytes(JSON.stringify([...actions.slice(1), action(1, "createBoard")]))).next, null);
  const evil = [...actions.slice(0, 998), { ...action(1), id: "x&key=1" }, action(2)];
  assert.equal(trelloPage(bytes(JSON.stringify(evil))).next, null);
  assert.equal(trelloPage(bytes('{"issues":[]}')), null);
});

test("somebody whom the charter names by an address is no stranger once the board has said who that is", () => {
  const data = { roles: { "product-owner": ["ana@example.com"], managers: ["Zoe"] } };
  const known = [person("Ana"), person("Ben")];
  assert.equal(strangers(data, known).length, 2);
  learnNames(known, [{ who: "ana@example.com", name: "Ana" }]);
  assert.deepEqual(strangers(data, known).map((it) => it.who), ["Zoe"]);
  assert.deepEqual(giveRole(data, known, known[0], stints(data, known[0])[0], "scrum-master").at(-1), { hold: "scrum-master", entries: [{ who: "ana@example.com" }] });
});

test("LZMA is unpacked: literals, matches near and far, and repeated ones", () => {
  // Packed by liblzma, as web/build does.
  const packed = "XQQAAAAgnGVIVkrOBQX+dy45vguDIVtY8MkWzsa4e83PEWQfObr40Kdzn+5iwMxfGxgN31UaKt7xeioPHYwjGTXHTA5eL5t8e5MtS346ei34yo5+IDXuE1M6dn3hrPozMKjzlkCv94RHhapvvxF1ZUUB+JmqensZisTid+8J2vBI///dA9AA";
  const odd = Array.from({ length: 300 }, (_, index) => String.fromCharCode(33 + ((index * index * 7) % 90))).join("");
  const expected = "Ana moved CRUST-1. ".repeat(40) + odd + "Ana moved CRUST-2. ".repeat(3);
  assert.equal(new TextDecoder().decode(unlzma(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)))), expected);
});

test("control characters and directions of writing are shown, not obeyed", () => {
  assert.equal(visible("a\u202eb\u001b[31m"), "a\\u{202e}b\\u{1b}[31m");
  assert.equal(visible("two\nlines\u200b"), "two lines");
  assert.equal(visible("täglich 🥐 日本"), "täglich 🥐 日本");
});

test("a first role is one entry", () => {
  assert.deepEqual(giveRole({}, people, ana, null, "scrum-master"), [{ hold: "scrum-master", entries: [{ who: "Ana" }] }]);
});

test("another role takes the place of the old one, and a temporary one keeps its days", () => {
  const data = { roles: { "product-owner": ["Ben", { who: "Ana", since: "2026-02-02", until: "2026-02-06" }] } };
  const [old] = stints(data, ana);
  const instead = { index: 1, who: "Ana" };
  assert.deepEqual(giveRole(data, people, ana, old, "scrum-master"), [
    { hold: "product-owner", entries: [], instead },
    { hold: "scrum-master", entries: [{ who: "Ana", since: "2026-02-02", until: "2026-02-06" }] },
  ]);
  assert.deepEqual(setDays(old, "", "2026-03-01"), [{ hold: "product-owner", entries: [{ who: "Ana", until: "2026-03-01" }], instead }]);
  assert.deepEqual(takeRole(old), [{ hold: "product-owner", entries: [], instead }]);
});

test("who is put outside the team makes the others developers by name", () => {
  const data = { roles: { "product-owner": "Ana" } };
  assert.deepEqual(giveRole(data, people, li, null, "outside"), [{ hold: "developer", entries: [{ who: "Ben" }] }]);
  assert.deepEqual(giveRole(data, people, ben, null, "developer"), []);
});

test("a charter names people by any of their accounts", () => {
  const data = { roles: { "scrum-master": [{ who: "ben@old", since: "2026-01-01" }], managers: "Zoe" }, aliases: { Ben: ["ben@old"] } };
  assert.deepEqual(stints(data, ben).map((it) => [it.role, it.since]), [["scrum-master", "2026-01-01"]]);
  assert.deepEqual(strangers(data, people).map((it) => it.who), ["Zoe"]);
});

test("the name of a column is the same whatever its case and its blanks; that of an account is not", () => {
  const data = { workflow: { doing: [" In \u00a0 Progress"] }, kinds: { bug: ["Production\tdefect"] }, roles: { "product-owner": ["Ana  Lee"] } };
  assert.equal(placeOf(data, "workflow", "IN PROGRESS"), "doing");
  assert.equal(placeOf(data, "kinds", "production defect"), "bug");
  assert.equal(sameTitle("Sprint  1", "sprint 1"), true);
  assert.deepEqual(stints(data, person("Ana Lee")), []);
});

test("a role is read as one name, as a list, and with days", () => {
  const data = { roles: { "product-owner": "Ana", developers: ["Ben", { who: "Li", until: "2026-03-01" }] } };
  assert.deepEqual(holders(data, "product-owner"), [{ who: "Ana", since: "", until: "" }]);
  assert.deepEqual(holders(data, "developer")[1], { who: "Li", since: "", until: "2026-03-01" });
});

test("the draft's comments stay out of the charter, and what looks like one inside a name stays", () => {
  const toml = ["#:schema x", "# Drafted.", "", "[roles]", "# By name.", "", "# likely: a lot", 'product-owner = ["C# \\"Ana\\" # x"]  # sure', '# scrum-master = ["NAME"]', "", "", "[workflow]", "doing = [", '  # "Maybe",  # doubtful', '  "In Progress",  # sure: by its name', "]", "", "[fields]", "# Nothing.", "", "[[sprints]]", 'name = "S"', "", "[kinds]", "# Nothing.", ""].join("\n");
  const text = draftText({ toml, board: "A\n# b", tool: "trello", newest: "2026-03-26" });
  assert.equal(text.split("\n").slice(3).join("\n"), ["[roles]", 'product-owner = ["C# \\"Ana\\" # x"]', "", "[workflow]", "doing = [", '  "In Progress",', "]", "", "[[sprints]]", 'name = "S"', ""].join("\n"));
  assert.equal(text.split("\n")[0], "# The charter of A # b (Trello): who may do what on this board, and what its columns mean.");
});

test("thousands of people in a charter are looked up and not searched for", () => {
  const many = 20_000;
  const all = Array.from({ length: many }, (_, place) => person(`Dev ${place}`));
  const data = {
    roles: { developers: all.map((it) => ` ${it.name.toUpperCase()}`), stakeholders: ["Dev 7", "Somebody"] },
    aliases: Object.fromEntries(all.slice(0, many / 2).map((it, place) => [it.name, [`Dev ${many - 1 - place}`, `other ${place}`]])),
  };
  assert.deepEqual(stints(data, all[7]).map((it) => [it.role, it.index]), [["developer", 7], ["developer", many - 8], ["stakeholder", 0]]);
  assert.equal(all.filter((it) => stints(data, it).length === 0).length, 0);
  assert.deepEqual(strangers(data, all).map((it) => it.who), ["Somebody"]);
});
