// @ts-check
/** What the built page holds as data: the module and the worker's script. */

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

const script = URL.createObjectURL(new Blob([text("boardlint-worker")], { type: "text/javascript" }));

/**
 * The module, unpacked and compiled: once for all workers, and by a worker of its own, so that the page answers in the meantime.
 * @returns {Promise<WebAssembly.Module>}
 */
const compiled = () =>
  new Promise((done, failed) => {
    const worker = new Worker(script);
    worker.addEventListener("message", ({ data }) => {
      worker.terminate();
      if (data.module) done(data.module);
      else failed(new Error(data.error));
    });
    worker.addEventListener("error", (event) => failed(new Error(event.message || "the worker of this page cannot be started")));
    worker.postMessage({ packed: text("boardlint-wasm").trim() });
  });

/** From what a client starts its worker. */
export const sources = { script, wasm: compiled() };
