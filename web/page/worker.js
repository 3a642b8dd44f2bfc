// @ts-check
/** The worker: it gets the module first, then calls, and answers each under its number. */
import { createEngine } from "./engine.js";

/** @type {Promise<import("./api.d.ts").Engine> | undefined} */
let engine;

addEventListener("message", async ({ data }) => {
  if (data.wasm) {
    engine = createEngine(data.wasm);
    // Whoever calls is told: here it would only be said twice.
    engine.catch(() => {});
    return;
  }
  try {
    const calls = /** @type {any} */ (await engine);
    postMessage({ number: data.number, answer: calls[data.call](...data.args) });
  } catch (error) {
    postMessage({ number: data.number, error: error instanceof Error ? error.message : String(error) });
  }
});
