// @ts-check
/** The worker: it gets the module first, then calls, and answers each under its number. Another unpacks the module. */
import { createEngine } from "./engine.js";
import { unlzma } from "./unlzma.js";

/** @type {Promise<import("./api.d.ts").Engine> | undefined} */
let engine;

/** @param {string} packed The module as web/build packs it, in base64. */
async function unpack(packed) {
  try {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    postMessage({ module: await WebAssembly.compile(unlzma(bytes)) });
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
}

addEventListener("message", async ({ data }) => {
  if (data.packed) return unpack(data.packed);
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
