// @ts-check
/** The client of the built page, in which the module and the worker's script lie as data. */
import { connect } from "./client.js";

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

/** The module, unpacked. */
const unpacked = async () => {
  const packed = Uint8Array.from(atob(text("boardlint-wasm").trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};

/** @type {import("./api.d.ts").Client} */
export const client = connect({
  script: URL.createObjectURL(new Blob([text("boardlint-worker")], { type: "text/javascript" })),
  wasm: unpacked(),
});
