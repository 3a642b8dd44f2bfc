// @ts-check
/** The calls of `api.d.ts` as promises, answered by a worker that is started with the first of them. */

const CALLS = ["about", "add", "remove", "example", "read", "draft", "charter", "edit", "judge"];

/** @type {import("./api.d.ts").Connect} */
export const connect = ({ script, wasm }) => {
  /** @type {Worker | null} */
  let worker = null;
  let next = 0;
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();

  /** @param {string} reason */
  const end = (reason) => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };

  const start = async () => {
    const started = new Worker(script);
    worker = started;
    started.addEventListener("message", ({ data }) => {
      const call = waiting.get(data.number);
      waiting.delete(data.number);
      if (data.error === undefined) call?.resolve(data.answer);
      else call?.reject(new Error(data.error));
    });
    started.addEventListener("error", (event) => end(event.message || "the worker of this page cannot be started"));
    started.postMessage({ wasm: await wasm });
    return started;
  };

  /** @type {Promise<Worker> | null} */
  let ready = null;

  /**
   * @param {string} call
   * @param {any[]} args
   */
  const ask = async (call, args) => {
    if (worker === null) ready = start();
    const asked = await /** @type {Promise<Worker>} */ (ready);
    if (asked !== worker) throw new Error("stopped");
    const number = next++;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      asked.postMessage({ number, call, args }, args.filter((arg) => arg instanceof ArrayBuffer));
    });
  };

  const calls = Object.fromEntries(CALLS.map((call) => [call, (/** @type {any[]} */ ...args) => ask(call, args)]));
  return /** @type {any} */ ({ ...calls, stop: () => end("stopped") });
};
