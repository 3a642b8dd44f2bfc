// How far the way from a file to findings is.

import { byId, fill } from "./dom.js";

/** The steps from a file to findings: taking it in, reading it, judging. */
const STEPS = 3;

/**
 * @param {number} step
 * @param {string} words
 * @param {number} [share] How much of the step is done; left out where that is not known.
 */
export function progress(step, words, share) {
  const bar = /** @type {HTMLProgressElement} */ (byId("progress-bar"));
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
  fill(byId("progress-words"), () => [`Step ${step} of ${STEPS}. ${words}`]);
  byId("progress").hidden = false;
}
