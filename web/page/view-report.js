// "The retro report": the same page that boardlint writes, in a frame in which no script runs.

import { button, byId, el, fill, say } from "./dom.js";
import { state } from "./state.js";

/** @import { Actions } from "./state.js" */

/** What is in the frame. */
let shown = "";

/** Whether the report that is there is not the one that is asked for: then it is neither shown nor handed out, for it may hold names. */
export function isReportStale() {
  return state.judged === null || state.written.names !== state.names || state.written.titles !== state.titles;
}

/** @param {Actions} actions */
export function showReport(actions) {
  fill(byId("report-options"), () => options(actions));
  if (isReportStale()) {
    shown = "";
    return byId("report-body").replaceChildren(el("p", { class: "nothing" }, "Writing the report …"));
  }
  const html = state.judged?.outputs[0] ?? "";
  if (html === shown && document.getElementById("report-frame")) return;
  shown = html;
  if (html === "") return byId("report-body").replaceChildren();
  const old = document.getElementById("report-frame");
  const top = old instanceof HTMLIFrameElement ? (old.contentWindow?.scrollY ?? 0) : 0;
  const frame = el("iframe", {
    id: "report-frame",
    title: "The retro report",
    // No scripts. Of the same origin, so that this page may print it and follow its links.
    sandbox: "allow-same-origin allow-modals allow-popups allow-popups-to-escape-sandbox",
    load: () => {
      const inside = frame.contentWindow;
      if (!inside || !frame.contentDocument) return;
      inside.scrollTo(0, top);
      size(frame);
      frame.contentDocument.addEventListener("click", follow);
    },
  });
  frame.srcdoc = html;
  byId("report-body").replaceChildren(frame);
}

/** Whether all of the report is shown, as long as it is. */
let whole = false;

/** @param {HTMLIFrameElement} frame */
function size(frame) {
  const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
  frame.style.height = whole && height > 0 ? `${height + 4}px` : "";
}

/** Links of the report lead to places in it, or to the board in a tab of their own. @param {MouseEvent} event */
function follow(event) {
  const target = /** @type {Element | null} */ (event.target);
  const link = target?.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  const href = link.getAttribute("href") ?? "";
  if (href.startsWith("#")) {
    const place = link.ownerDocument.getElementById(href.slice(1));
    place?.scrollIntoView();
    return;
  }
  if (/^https?:\/\//i.test(href)) window.open(href, "_blank", "noopener,noreferrer");
}

/** @param {Actions} actions */
function options(actions) {
  const box = (/** @type {string} */ id, /** @type {string} */ label, /** @type {boolean} */ checked, /** @type {(on: boolean) => void} */ set) =>
    el("label", { class: "check" }, el("input", {
      type: "checkbox",
      id,
      checked,
      change: (event) => {
        set(event.target.checked);
        showReport(actions);
        actions.judge();
      },
    }), ` ${label}`);
  return [
    box("report-names", "Call people by their names", state.names, (on) => (state.names = on)),
    box("report-titles", "Show the titles of items", state.titles, (on) => (state.titles = on)),
    button("Print the report", print, { class: "main", id: "print-report", disabled: isReportStale() }),
    button("Save the report", () => actions.download("html", "retro.html", "text/html;charset=utf-8"), { id: "save-report-here", disabled: isReportStale() }),
    button(whole ? "Show it in a frame" : "Show all of it here", () => {
      whole = !whole;
      const frame = document.getElementById("report-frame");
      if (frame instanceof HTMLIFrameElement) size(frame);
      showReport(actions);
    }, { id: "whole-report", "aria-pressed": whole ? "true" : "false" }),
    el("p", { class: "hint" }, state.names ? "With names, it is for the people in it. Ask them before you pass it on. " : "People go by role and letter, as in “Developer B”. Titles, names of columns and your reasons are printed as they were written, with any name in them. ", "Its first page stands alone: print page 1 if that is enough."),
  ];
}

function print() {
  const frame = document.getElementById("report-frame");
  if (!(frame instanceof HTMLIFrameElement) || !frame.contentWindow) return say("There is no report yet.");
  frame.contentWindow.focus();
  frame.contentWindow.print();
}
