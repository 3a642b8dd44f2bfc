// @ts-check
/** What the built page holds as data: the module and the worker's script. */

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

/** The module, unpacked and compiled: once, for all workers. */
const compiled = async () => {
  const packed = Uint8Array.from(atob(text("boardlint-wasm").trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
};

/** From what a client starts its worker. */
export const sources = {
  script: URL.createObjectURL(new Blob([text("boardlint-worker")], { type: "text/javascript" })),
  wasm: compiled(),
};
