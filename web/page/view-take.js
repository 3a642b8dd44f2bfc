// "Take along": the charter, the report and the findings as files, and the charter as text.

import { button, byId, el, fill, say, shownDay } from "./dom.js";
import { forget, remember, remembered } from "./memory.js";
import { state } from "./state.js";
import { diagnostics } from "./view-findings.js";

/** @import { Actions } from "./state.js" */
/** @import { Child } from "./dom.js" */

/** @param {Actions} actions */
export function showTake(actions) {
  fill(byId("take-body"), () => content(actions));
  const area = /** @type {HTMLTextAreaElement} */ (byId("charter-text"));
  if (document.activeElement !== area && area.value !== state.charter.toml) area.value = state.charter.toml;
  byId("text-faults").replaceChildren(...[diagnostics(state.charter.diagnostics)].filter((it) => it instanceof Node));
}

/** @param {Actions} actions @returns {Child[]} */
function content(actions) {
  const card = (/** @type {string} */ id, /** @type {string} */ name, /** @type {string} */ about, /** @type {() => void} */ action) =>
    el("li", {}, el("button", { type: "button", id, click: action, "aria-describedby": `${id}-about` }, "Save ", el("strong", {}, name)), el("p", { id: `${id}-about`, class: "hint" }, about));
  return [
    el(
      "ul",
      { class: "cards" },
      card("save-charter", "boardlint.toml", "What you said: who is who, what columns mean, what the team lives with. Drop it here next time, or keep it beside the export.", () => actions.download("charter", "boardlint.toml", "application/toml")),
      card("save-report", "retro.html", state.names ? "The report, with names. It opens in any browser, and prints." : "The report, people by role and letter. It opens in any browser, and prints.", () => actions.download("html", "retro.html", "text/html;charset=utf-8")),
      state.about?.formats.includes("csv") === true && card("save-csv", "findings.csv", "The findings for a spreadsheet, one a line, with names.", () => actions.download("csv", "findings.csv", "text/csv;charset=utf-8")),
      card("save-json", "findings.json", "The findings for scripts, with names, as the command line writes them.", () => actions.download("json", "findings.json", "application/json")),
    ),
    el("p", { class: "row" }, state.past.length > 0 ? button("Take the last change of the charter back", actions.undo, { id: "undo" }) : null, button("Draft the charter anew from the board", actions.draftAnew, { id: "draft-anew" })),
    memory(),
    el("p", { class: "hint" }, "On the command line, the same charter judges the same board alike: keep boardlint.toml beside the export and run ", el("code", {}, "boardlint check"), ". That is also how a CI job does it."),
  ];
}

function memory() {
  const kept = remembered();
  return el(
    "div",
    { class: "memory" },
    el("label", { class: "check" }, el("input", {
      type: "checkbox",
      id: "remember",
      checked: kept !== null,
      "aria-describedby": "remember-about",
      change: (event) => {
        if (!event.target.checked) {
          forget();
          say("This browser remembers nothing.");
        } else if (remember(state.charter.toml)) say("This browser remembers the charter.");
        else {
          event.target.checked = false;
          say("This browser does not let the page remember anything.");
        }
      },
    }), " Remember the charter in this browser"),
    el("p", { id: "remember-about", class: "hint" }, kept ? [`Kept since ${shownDay(kept.day)}, with what changes. `] : null, "Only the charter is kept, names of people in it included, in the storage of this browser on this computer: no export, no findings. Take the tick away, and it is gone."),
  );
}

/** Keeps what is remembered up to date. */
export function keep() {
  if (remembered() !== null && state.charter.toml !== "") remember(state.charter.toml);
}
