// Judging: soon after each change, one judgement at a time, and what came of it in words.

import { learnNames } from "./charter.js";
import { byId, counted, say } from "./dom.js";
import { progress } from "./progress.js";
import { draft, state } from "./state.js";
import { showColumns } from "./view-columns.js";
import { showFindings } from "./view-findings.js";
import { showPeople } from "./view-people.js";
import { isReportStale, showReport } from "./view-report.js";

/**
 * @import { Client, JudgeRequest, Summary } from "./api.d.ts"
 * @import { Actions } from "./state.js"
 */

/** How long the page waits for the next change before it judges, in milliseconds. */
const PAUSE = 150;
/** What is written of each judgement; the report comes first. */
const OUTPUTS = ["html", "csv", "json"];

/** Those of them that this build of boardlint has. */
const outputs = () => OUTPUTS.filter((format) => state.about?.formats.includes(format));

/** What was changed since the last judgement, in words. */
let words = "";

/** What waits until the board is judged as it is asked for. @type {(() => void)[]} */
const later = [];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** Whether something was changed while a judgement was under way. */
let again = false;

/** Says what was changed; what came of it is said with the next judgement. @param {string} text */
export function sayChange(text) {
  words = text;
  say(text);
}

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

/**
 * Judges soon; changes that come in the meantime share one judgement.
 * @param {Client} client
 * @param {Actions} actions
 * @param {(error: unknown) => void} failed
 */
export function judgeSoon(client, actions, failed) {
  clearTimeout(waiting);
  if (!draft()) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    if (state.judging) again = true;
    else void judgeNow(client, actions, failed);
  }, state.judged ? PAUSE : 0);
}

/** @param {Client} client @param {Actions} actions @param {(error: unknown) => void} failed */
async function judgeNow(client, actions, failed) {
  state.judging = true;
  document.body.dataset.judging = "";
  if (state.judged === null) progress(3, `Judging by ${state.about?.rules.length ?? "all"} rules`);
  const written = { names: state.names, titles: state.titles };
  const before = state.judged?.summary ?? null;
  try {
    const judged = await client.judge(request());
    state.judged = judged;
    state.written = written;
    if (state.sprint === "" && judged.boards.length > 0) state.sprints = judged.boards.flatMap((it) => it.sprints).filter((it) => it.start !== null);
    learnNames(draft()?.people ?? [], judged.boards.flatMap((it) => it.named));
    showPeople(actions);
    showFindings(actions);
    showReport(actions);
    showColumns(actions);
    say(outcome(before, judged.summary) || judged.failures.join(" "));
    words = "";
    document.body.dataset.judgements = String(Number(document.body.dataset.judgements ?? "0") + 1);
  } catch (error) {
    later.length = 0;
    failed(error);
  } finally {
    state.judging = false;
    byId("progress").hidden = true;
    delete document.body.dataset.judging;
    if (again) judgeSoon(client, actions, failed);
    else if (waiting === undefined) later.splice(0).forEach((act) => act());
    again = false;
  }
}

/** What a judgement gave, or how it differs from the one before. @param {Summary | null} before @param {Summary} now */
function outcome(before, now) {
  const found = (/** @type {Summary} */ it) => it.errors + it.warnings + it.infos;
  const judged = (/** @type {Summary} */ it) => it.rules - it.inconclusive;
  const whole = `${counted(found(now), "finding")}; ${judged(now)} of ${now.rules} rules judged.`;
  if (before === null || words === "") return `${words} ${whole}`.trim();
  const more = (/** @type {number} */ difference, /** @type {string} */ one) => (difference === 0 ? "" : `${counted(Math.abs(difference), one)} ${difference > 0 ? "more" : "fewer"}`);
  const changes = [more(found(now) - found(before), "finding"), more(judged(now) - judged(before), "rule")];
  const said = [changes[0], changes[1] && `${changes[1]} judged`].filter((it) => it !== "");
  return `${words} ${said.length > 0 ? `${said.join(", ")}.` : "The findings stay as many."}`;
}

/**
 * Hands an output of the judgement that is asked for to `act`: at once, or as soon as it is there.
 * @param {string} format
 * @param {(text: string) => void} act
 */
export function withOutput(format, act) {
  const give = () => act(state.judged?.outputs[outputs().indexOf(format)] ?? "");
  if (state.judging || waiting !== undefined || isReportStale()) later.push(give);
  else give();
}
