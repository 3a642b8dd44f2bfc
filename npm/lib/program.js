// @ts-check
/** The program, which comes with this package for every machine as WebAssembly. */
import { readFileSync } from "node:fs";
import { run } from "./wasi.js";

/** @type {WebAssembly.Module | undefined} */
let module;

/**
 * Runs the program, and returns its exit status.
 *
 * @param {Omit<Parameters<typeof run>[1], "env">} options
 */
export const boardlint = (options) => {
  module ??= new WebAssembly.Module(readFileSync(new URL("../boardlint.wasm", import.meta.url)));
  return run(module, options);
};
