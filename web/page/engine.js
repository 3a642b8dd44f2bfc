// @ts-check
/** The calls of `api.d.ts`, answered by the WebAssembly module: in a worker, and in Node. */

const NO_MEMORY =
  "this is more than fits into the memory that there is: give fewer or smaller files, or use the command line, which reads " +
  "files of any size";

/**
 * An engine for the module `wasm`, with files of its own.
 *
 * @param {ArrayBuffer | Uint8Array | WebAssembly.Module} wasm
 * @returns {Promise<import("./api.d.ts").Engine>}
 */
export async function createEngine(wasm) {
  const module =
    wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(/** @type {BufferSource} */ (wasm));
  const instance = await WebAssembly.instantiate(module, {});
  const exports = /** @type {any} */ (instance.exports);
  /** @type {string | null} Why this engine cannot be used any more. */
  let ended = null;

  /** @param {Uint8Array} bytes */
  const give = (bytes) => {
    const address = exports.boardlint_alloc(bytes.length) >>> 0;
    if (address === 0) throw new Error(NO_MEMORY);
    new Uint8Array(exports.memory.buffer, address, bytes.length).set(bytes);
    return address;
  };

  /** @param {number} pointer */
  const take = (pointer) => {
    const address = pointer >>> 0;
    if (address === 0) throw new Error(NO_MEMORY);
    const length = new DataView(exports.memory.buffer).getUint32(address, true);
    const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, address + 4, length));
    exports.boardlint_free(address, length + 4);
    return text;
  };

  /**
   * @param {object} request
   * @param {Uint8Array} [attached]
   */
  const call = (request, attached) => {
    if (ended !== null) throw new Error(ended);
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const file = attached ? give(attached) : 0;
    const asked = give(bytes);
    let text;
    try {
      text = take(exports.boardlint_call(asked, bytes.length, file, attached ? attached.length : 0));
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      const reason = take(exports.boardlint_panic());
      ended = reason === "" ? NO_MEMORY : `boardlint stopped, which is a mistake of its own: ${reason}`;
      throw new Error(ended);
    }
    const answer = JSON.parse(text);
    if ("refusal" in answer) throw new Error(answer.refusal);
    return answer.answer;
  };

  return {
    about: () => call({ call: "about" }),
    add: (name, file) => call({ call: "add", name }, new Uint8Array(file)),
    remove: (files) => call({ call: "remove", files }),
    example: (tool) => call({ call: "example", tool }),
    read: () => call({ call: "read" }),
    draft: (board, given) => call({ call: "draft", board, given }),
    charter: (toml) => call({ call: "charter", toml }),
    edit: (toml, edits) => call({ call: "edit", toml, edits }),
    judge: (request) => call({ call: "judge", request }),
  };
}
