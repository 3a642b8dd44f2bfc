// @ts-check
/**
 * What boardlint needs of the WebAssembly System Interface (preview 1), over Node's files: arguments, environment, clocks, and
 * files and folders anywhere on the machine, as the native program has them. Not a general implementation: there are no sockets,
 * threads or signals, and paths are not confined to a folder.
 */
import { randomFillSync } from "node:crypto";
import * as fs from "node:fs";
import { resolve } from "node:path";

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const INVALID = 28;
const IO = 29;
const NOT_A_DIRECTORY = 54;
const NOT_SUPPORTED = 52;

/** The numbers of the interface for what Node calls errors. @type {{ [code: string]: number }} */
const ERRORS = {
  E2BIG: 1, EACCES: 2, EAGAIN: 6, EBADF: 8, EBUSY: 10, EEXIST: 20, EFBIG: 22, EINTR: 27, EINVAL: 28, EIO: 29, EISDIR: 31,
  ELOOP: 32, EMFILE: 33, EMLINK: 34, ENAMETOOLONG: 37, ENFILE: 41, ENODEV: 43, ENOENT: 44, ENOMEM: 48, ENOSPC: 51, ENOSYS: 52,
  ENOTDIR: 54, ENOTEMPTY: 55, ENOTSUP: 58, ENXIO: 60, EPERM: 63, EPIPE: 64, EROFS: 69, ESPIPE: 70, ETXTBSY: 74, EXDEV: 75,
};

const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const SYMBOLIC_LINK = 7;

/** @param {fs.Stats | fs.BigIntStats | fs.Dirent} stats */
const kindOf = (stats) => {
  if (stats.isDirectory()) return DIRECTORY;
  if (stats.isFile()) return REGULAR_FILE;
  if (stats.isSymbolicLink()) return SYMBOLIC_LINK;
  if (stats.isCharacterDevice()) return CHARACTER_DEVICE;
  return stats.isBlockDevice() ? 1 : 0;
};

const OPEN_CREATE = 1;
const OPEN_DIRECTORY = 2;
const OPEN_EXCLUSIVE = 4;
const OPEN_TRUNCATE = 8;
const RIGHT_READ = 1n << 1n;
const RIGHT_SEEK = 1n << 2n;
const RIGHT_TELL = 1n << 5n;
const RIGHT_WRITE = 1n << 6n;
const ALL_RIGHTS = (1n << 30n) - 1n;

/** The program ended itself. */
class Exit {
  /** @param {number} status */
  constructor(status) {
    this.status = status;
  }
}

/**
 * @typedef {object} Open Something that is open.
 * @property {"stream" | "file" | "folder"} kind
 * @property {number} descriptor Node's; -1 where there is none.
 * @property {string} path
 * @property {number} position
 * @property {boolean} append
 * @property {fs.Dirent[]} [entries]
 * @property {((bytes: Uint8Array) => void)} [sink] Where the bytes of a stream go instead.
 */

/** A whole path as the interface has it, which knows one tree of folders below `/`. @param {string} path */
export const inside = (path) => {
  const slashes = path.replaceAll("\\", "/");
  return slashes.startsWith("/") ? slashes : `/${slashes}`;
};

/**
 * Runs a command line program to its end, and returns its exit status.
 *
 * @param {WebAssembly.Module} module
 * @param {object} options
 * @param {string[]} options.args What follows the name of the program.
 * @param {string} [options.folder] The current folder.
 * @param {{ [name: string]: string | undefined }} [options.env]
 * @param {(bytes: Uint8Array) => void} [options.stdout] Takes standard output.
 * @param {(bytes: Uint8Array) => void} [options.stderr] Takes standard error.
 * @returns {number}
 */
export function run(module, { args, folder = process.cwd(), env = process.env, stdout, stderr }) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // The interface knows no current folder: the program goes to the one named by PWD.
  const variables = { ...env, PWD: inside(folder) };
  const argv = ["boardlint", ...args].map((arg) => encoder.encode(`${arg}\0`));
  const environment = Object.entries(variables)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => encoder.encode(`${name}=${value}\0`));

  /** @type {Map<number, Open>} */
  const open = new Map();
  const stream = (/** @type {number} */ descriptor, /** @type {any} */ sink) =>
    open.set(descriptor, { kind: "stream", descriptor, path: "", position: 0, append: false, sink });
  stream(0, undefined);
  stream(1, stdout);
  stream(2, stderr);
  open.set(3, { kind: "folder", descriptor: -1, path: "/", position: 0, append: false });
  let next = 4;

  /** @type {WebAssembly.Memory} */
  let memory;
  const view = () => new DataView(memory.buffer);
  const bytes = (/** @type {number} */ at, /** @type {number} */ length) => new Uint8Array(memory.buffer, at, length);
  const text = (/** @type {number} */ at, /** @type {number} */ length) => decoder.decode(bytes(at, length));

  /** The path on this machine that `path` means in the folder that is open as `descriptor`. */
  const host = (/** @type {number} */ descriptor, /** @type {number} */ at, /** @type {number} */ length) => {
    const base = open.get(descriptor);
    if (base?.kind !== "folder") throw Object.assign(new Error("no folder"), { code: base ? "ENOTDIR" : "EBADF" });
    const path = text(at, length);
    if (process.platform === "win32" && descriptor === 3) return path === "" || path === "." ? "/" : path;
    return resolve(base.path, path);
  };

  /** What `call` returns as an error number; nothing is success. */
  const guarded = (/** @type {(...given: any[]) => number | void} */ call) => (/** @type {any[]} */ ...given) => {
    try {
      return call(...given) ?? SUCCESS;
    } catch (error) {
      if (error instanceof Exit) throw error;
      const code = /** @type {any} */ (error)?.code;
      if (code === undefined) throw error;
      return ERRORS[code] ?? IO;
    }
  };

  const writeStats = (/** @type {number} */ at, /** @type {fs.BigIntStats} */ stats) => {
    const out = view();
    out.setBigUint64(at, BigInt.asUintN(64, stats.dev), true);
    out.setBigUint64(at + 8, BigInt.asUintN(64, stats.ino), true);
    out.setBigUint64(at + 16, 0n, true);
    out.setUint8(at + 16, kindOf(stats));
    out.setBigUint64(at + 24, stats.nlink, true);
    out.setBigUint64(at + 32, stats.size, true);
    out.setBigUint64(at + 40, stats.atimeNs, true);
    out.setBigUint64(at + 48, stats.mtimeNs, true);
    out.setBigUint64(at + 56, stats.ctimeNs, true);
  };

  /** The pieces of memory that a list of vectors names. */
  const vectors = (/** @type {number} */ at, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, place) =>
      bytes(view().getUint32(at + place * 8, true), view().getUint32(at + place * 8 + 4, true)),
    );

  const writeAll = (/** @type {Open} */ file, /** @type {Uint8Array} */ part, /** @type {number | null} */ position) => {
    let done = 0;
    while (done < part.length) {
      try {
        const at = position === null ? null : position + done;
        done += fs.writeSync(file.descriptor, part, done, part.length - done, at);
      } catch (error) {
        // A pipe whose reader is slow.
        if (/** @type {any} */ (error).code !== "EAGAIN") throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };

  const write = (/** @type {number} */ descriptor, /** @type {number} */ at, /** @type {number} */ count, /** @type {number} */ written) => {
    const file = open.get(descriptor);
    if (!file || file.kind === "folder") return BAD_DESCRIPTOR;
    let total = 0;
    for (const part of vectors(at, count)) {
      if (file.sink) file.sink(part.slice());
      else writeAll(file, part, file.kind === "file" && !file.append ? file.position : null);
      file.position += part.length;
      total += part.length;
    }
    view().setUint32(written, total, true);
  };

  const readOnce = (/** @type {Open} */ file, /** @type {Uint8Array} */ part, /** @type {number | null} */ position) => {
    for (;;) {
      try {
        return fs.readSync(file.descriptor, part, 0, part.length, position);
      } catch (error) {
        const code = /** @type {any} */ (error).code;
        if (code === "EOF") return 0;
        if (code !== "EAGAIN") throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };

  const read = (/** @type {number} */ descriptor, /** @type {number} */ at, /** @type {number} */ count, /** @type {number} */ got) => {
    const file = open.get(descriptor);
    if (!file || file.kind === "folder") return BAD_DESCRIPTOR;
    let total = 0;
    for (const part of vectors(at, count)) {
      const length = readOnce(file, part, file.kind === "file" ? file.position : null);
      file.position += length;
      total += length;
      if (length < part.length) break;
    }
    view().setUint32(got, total, true);
  };

  const list = (/** @type {number} */ count, /** @type {number} */ size, /** @type {Uint8Array[]} */ texts) => {
    view().setUint32(count, texts.length, true);
    view().setUint32(size, texts.reduce((sum, one) => sum + one.length, 0), true);
  };
  const fill = (/** @type {number} */ pointers, /** @type {number} */ buffer, /** @type {Uint8Array[]} */ texts) => {
    let at = buffer;
    texts.forEach((one, place) => {
      view().setUint32(pointers + place * 4, at, true);
      bytes(at, one.length).set(one);
      at += one.length;
    });
  };

  /** @type {{ [name: string]: (...given: any[]) => number | void }} */
  const calls = {
    args_sizes_get: (count, size) => list(count, size, argv),
    args_get: (pointers, buffer) => fill(pointers, buffer, argv),
    environ_sizes_get: (count, size) => list(count, size, environment),
    environ_get: (pointers, buffer) => fill(pointers, buffer, environment),
    clock_res_get: (_, at) => view().setBigUint64(at, 1000n, true),
    clock_time_get: (clock, _, at) =>
      view().setBigUint64(at, clock === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint(), true),
    random_get: (at, length) => void randomFillSync(bytes(at, length)),
    sched_yield: () => SUCCESS,
    proc_exit: (status) => {
      throw new Exit(status);
    },

    fd_prestat_get: (descriptor, at) => {
      if (descriptor !== 3) return BAD_DESCRIPTOR;
      view().setUint32(at, 0, true);
      view().setUint32(at + 4, 1, true);
    },
    fd_prestat_dir_name: (descriptor, at) => {
      if (descriptor !== 3) return BAD_DESCRIPTOR;
      bytes(at, 1)[0] = 0x2f;
    },
    fd_fdstat_get: (descriptor, at) => {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      const kind =
        file.kind === "folder" ? DIRECTORY : file.sink ? 0 : kindOf(fs.fstatSync(file.descriptor));
      // A terminal is a device in which nobody can go back and forth.
      const rights = kind === CHARACTER_DEVICE ? ALL_RIGHTS & ~(RIGHT_SEEK | RIGHT_TELL) : ALL_RIGHTS;
      const out = view();
      out.setUint8(at, kind);
      out.setUint16(at + 2, file.append ? 1 : 0, true);
      out.setBigUint64(at + 8, rights, true);
      out.setBigUint64(at + 16, ALL_RIGHTS, true);
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_filestat_get: (descriptor, at) => {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      const stats = file.descriptor < 0 ? fs.statSync(file.path, { bigint: true }) : fs.fstatSync(file.descriptor, { bigint: true });
      writeStats(at, stats);
    },
    fd_filestat_set_size: (descriptor, size) => {
      const file = open.get(descriptor);
      if (file?.kind !== "file") return BAD_DESCRIPTOR;
      fs.ftruncateSync(file.descriptor, Number(size));
    },
    fd_read: read,
    fd_write: write,
    fd_seek: (descriptor, offset, whence, at) => {
      const file = open.get(descriptor);
      if (file?.kind !== "file") return file ? ERRORS.ESPIPE : BAD_DESCRIPTOR;
      const from = [0, file.position, whence === 2 ? fs.fstatSync(file.descriptor).size : 0][whence];
      if (from === undefined || from + Number(offset) < 0) return INVALID;
      file.position = from + Number(offset);
      view().setBigUint64(at, BigInt(file.position), true);
    },
    fd_tell: (descriptor, at) => {
      const file = open.get(descriptor);
      if (file?.kind !== "file") return BAD_DESCRIPTOR;
      view().setBigUint64(at, BigInt(file.position), true);
    },
    fd_sync: () => SUCCESS,
    fd_datasync: () => SUCCESS,
    fd_advise: () => SUCCESS,
    fd_close: (descriptor) => {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      open.delete(descriptor);
      if (file.descriptor > 2) fs.closeSync(file.descriptor);
    },
    fd_readdir: (descriptor, at, length, cookie, used) => {
      const folder = open.get(descriptor);
      if (folder?.kind !== "folder") return NOT_A_DIRECTORY;
      if (cookie === 0n || !folder.entries) folder.entries = fs.readdirSync(folder.path, { withFileTypes: true });
      const out = view();
      let end = 0;
      for (let place = Number(cookie); place < folder.entries.length && end < length; place++) {
        const entry = folder.entries[place];
        const name = encoder.encode(entry.name);
        const record = new Uint8Array(24 + name.length);
        const header = new DataView(record.buffer);
        header.setBigUint64(0, BigInt(place + 1), true);
        header.setUint32(16, name.length, true);
        header.setUint8(20, kindOf(entry));
        record.set(name, 24);
        // An entry that is cut off says that there are more.
        const part = record.subarray(0, length - end);
        bytes(at + end, part.length).set(part);
        end += part.length;
      }
      out.setUint32(used, end, true);
    },

    path_open: (descriptor, follow, at, length, how, rights, _, flags, out) => {
      const path = host(descriptor, at, length);
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() && !(how & OPEN_CREATE)) {
        open.set(next, { kind: "folder", descriptor: -1, path, position: 0, append: false });
        view().setUint32(out, next++, true);
        return SUCCESS;
      }
      if (how & OPEN_DIRECTORY) return stats ? NOT_A_DIRECTORY : ERRORS.ENOENT;
      const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NOFOLLOW } = fs.constants;
      const writes = (rights & RIGHT_WRITE) !== 0n;
      const reads = (rights & RIGHT_READ) !== 0n;
      let mode = writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY;
      if (how & OPEN_CREATE) mode |= O_CREAT;
      if (how & OPEN_EXCLUSIVE) mode |= O_EXCL;
      if (how & OPEN_TRUNCATE) mode |= O_TRUNC;
      if (flags & 1) mode |= O_APPEND;
      if (!(follow & 1)) mode |= O_NOFOLLOW ?? 0;
      const opened = fs.openSync(path, mode, 0o666);
      // A pipe has no places in it.
      const kind = fs.fstatSync(opened).isFile() ? "file" : "stream";
      open.set(next, { kind, descriptor: opened, path, position: 0, append: (flags & 1) !== 0 });
      view().setUint32(out, next++, true);
    },
    path_filestat_get: (descriptor, follow, at, length, out) => {
      const path = host(descriptor, at, length);
      writeStats(out, follow & 1 ? fs.statSync(path, { bigint: true }) : fs.lstatSync(path, { bigint: true }));
    },
    path_readlink: (descriptor, at, length, buffer, size, used) => {
      const target = encoder.encode(fs.readlinkSync(host(descriptor, at, length))).subarray(0, size);
      bytes(buffer, target.length).set(target);
      view().setUint32(used, target.length, true);
    },
    path_create_directory: (descriptor, at, length) => fs.mkdirSync(host(descriptor, at, length)),
    path_remove_directory: (descriptor, at, length) => fs.rmdirSync(host(descriptor, at, length)),
    path_unlink_file: (descriptor, at, length) => fs.unlinkSync(host(descriptor, at, length)),
    path_rename: (from, at, length, to, toAt, toLength) => fs.renameSync(host(from, at, length), host(to, toAt, toLength)),
    path_link: (from, _, at, length, to, toAt, toLength) => fs.linkSync(host(from, at, length), host(to, toAt, toLength)),
  };

  const wanted = WebAssembly.Module.imports(module).filter(({ module: from }) => from === "wasi_snapshot_preview1");
  const missing = () => NOT_SUPPORTED;
  const imports = Object.fromEntries(wanted.map(({ name }) => [name, calls[name] ? guarded(calls[name]) : missing]));
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  const exports = /** @type {any} */ (instance.exports);
  memory = exports.memory;
  try {
    exports._start();
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.status;
    throw error;
  } finally {
    for (const file of open.values()) if (file.descriptor > 2) fs.closeSync(file.descriptor);
  }
}
