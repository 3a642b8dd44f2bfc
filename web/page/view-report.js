// "The retro report": the same page that boardlint writes, in a frame in which no script runs.

import { button, byId, el, fill, say } from "./dom.js";
import { state } from "./state.js";

/** @import { Actions } from "./state.js" */

/** What is in the frame. */
let shown = "";

/** @param {Actions} actions */
export function showReport(actions) {
  fill(byId("report-options"), () => options(actions));
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
      frame.contentDocument.addEventListener("click", follow);
    },
  });
  frame.srcdoc = html;
  byId("report-body").replaceChildren(frame);
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
        actions.judge();
      },
    }), ` ${label}`);
  return [
    box("report-names", "Call people by their names", state.names, (on) => (state.names = on)),
    box("report-titles", "Show the titles of items", state.titles, (on) => (state.titles = on)),
    button("Print the report", print, { class: "main", id: "print-report" }),
    button("Save the report", () => actions.download("html", "retro.html", "text/html;charset=utf-8"), { id: "save-report-here" }),
    state.names ? el("p", { class: "hint" }, "With names, it is for the people in it. Ask them before you pass it on.") : el("p", { class: "hint" }, "People go by role and letter, as in “Developer B”."),
  ];
}

function print() {
  const frame = document.getElementById("report-frame");
  if (!(frame instanceof HTMLIFrameElement) || !frame.contentWindow) return say("There is no report yet.");
  frame.contentWindow.focus();
  frame.contentWindow.print();
}
