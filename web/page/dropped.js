// Files as people hand them over: chosen, dropped, in folders, many at once.

/**
 * @typedef {object} HandedFile
 * @property {string} name With the folders it lies in.
 * @property {File} file
 */

/** What an export may end in; in a folder, everything else is left out and counted. */
const EXPORT = /\.(json|jsonl|ndjson|csv|tsv|xml|zip|gz|toml)$/i;
/** Folders that are never walked. */
const NEVER = /^(\..*|target|node_modules)$/;
/** How many files are taken from folders. */
const MOST = 5000;

/** What a browser says of a folder whose files it does not give to a page that lies on the disk. */
const CLOSED = "This browser does not show the files of a dropped folder to this page. Take the button “Choose a folder”, or drop the files themselves.";

/**
 * What was dropped, folders walked.
 * @param {DataTransfer} transfer
 * @returns {Promise<{ files: HandedFile[], leftOut: number }>}
 */
export async function droppedFiles(transfer) {
  // The list of what was dropped is gone after the first wait, so everything is taken at once.
  const items = [...transfer.items].filter((it) => it.kind === "file");
  const dropped = items.map((it) => ({ entry: it.webkitGetAsEntry?.() ?? null, file: it.getAsFile(), handle: handleOf(it) }));
  if (dropped.every(({ entry }) => entry === null)) return chosenFiles(transfer.files);
  /** @type {HandedFile[]} */
  const found = [];
  let leftOut = 0;
  for (const { entry, file, handle } of dropped) {
    if (entry?.isDirectory) leftOut += await walkDropped(/** @type {FileSystemDirectoryEntry} */ (entry), await handle, found);
    else if (file) found.push({ name: file.name, file });
  }
  return { files: found, leftOut };
}

/**
 * The newer way to a dropped folder, where there is one: Chromium closes the older one to pages that lie on the disk.
 * @param {DataTransferItem} item
 * @returns {Promise<FileSystemDirectoryHandle | null>}
 */
async function handleOf(item) {
  try {
    const handle = await /** @type {any} */ (item).getAsFileSystemHandle?.();
    return handle?.kind === "directory" ? handle : null;
  } catch {
    return null;
  }
}

/** @param {FileSystemDirectoryEntry} entry @param {FileSystemDirectoryHandle | null} handle @param {HandedFile[]} found */
async function walkDropped(entry, handle, found) {
  const before = found.length;
  try {
    return await walk(entry, found);
  } catch (error) {
    found.length = before;
    if (!handle) throw new Error(CLOSED, { cause: error });
    return walkHandle(handle, handle.name, found);
  }
}

/** @param {FileSystemDirectoryEntry} folder @param {HandedFile[]} found */
async function walk(folder, found) {
  let leftOut = 0;
  const reader = folder.createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return leftOut;
    for (const entry of some) {
      if (entry.isDirectory) {
        if (!NEVER.test(entry.name)) leftOut += await walk(/** @type {FileSystemDirectoryEntry} */ (entry), found);
      } else if (EXPORT.test(entry.name) && found.length < MOST) {
        /** @type {File} */
        const file = await new Promise((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed));
        found.push({ name: entry.fullPath.replace(/^\//, ""), file });
      } else leftOut += 1;
    }
  }
}

/** @param {FileSystemDirectoryHandle} folder @param {string} path @param {HandedFile[]} found */
async function walkHandle(folder, path, found) {
  let leftOut = 0;
  for await (const handle of /** @type {AsyncIterable<any>} */ (/** @type {any} */ (folder).values())) {
    const name = `${path}/${handle.name}`;
    if (handle.kind === "directory") {
      if (!NEVER.test(handle.name)) leftOut += await walkHandle(handle, name, found);
    } else if (EXPORT.test(handle.name) && found.length < MOST) found.push({ name, file: await handle.getFile() });
    else leftOut += 1;
  }
  return leftOut;
}

/**
 * What was chosen in a dialogue, of files or of a folder.
 * @param {FileList | null} list
 * @returns {{ files: HandedFile[], leftOut: number }}
 */
export function chosenFiles(list) {
  const all = [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  const wanted = all.filter(({ name, file }) => {
    if (!file.webkitRelativePath) return true;
    return EXPORT.test(name) && !name.split("/").slice(0, -1).some((folder) => NEVER.test(folder));
  });
  return { files: wanted.slice(0, MOST), leftOut: all.length - Math.min(wanted.length, MOST) };
}

/** How much of a large file is taken in at once, in bytes. */
const SLICE = 8_000_000;

/**
 * The bytes of a file.
 * @param {File} file
 * @param {(done: number) => void} progress Told how many bytes are in.
 */
export async function bytesOf(file, progress) {
  if (file.size <= SLICE) return file.arrayBuffer();
  const bytes = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += SLICE) {
    bytes.set(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()), at);
    progress(Math.min(at + SLICE, file.size));
  }
  return bytes.buffer;
}

/**
 * A text that is the same for the same bytes, and hardly ever for others.
 * @param {ArrayBuffer} bytes
 */
export function markOf(bytes) {
  const words = new Uint32Array(bytes, 0, bytes.byteLength >>> 2);
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (const word of words) {
    one = Math.imul(one ^ word, 0x01000193);
    other = Math.imul(other ^ (word >>> 7), 0x85ebca6b) + word;
  }
  return `${one >>> 0} ${other >>> 0}`;
}

/**
 * Gives a text or bytes to the browser to save.
 * @param {string} name
 * @param {string} content
 * @param {string} type
 */
export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
