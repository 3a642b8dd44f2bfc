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

/**
 * What was dropped, folders walked.
 * @param {DataTransfer} transfer
 * @returns {Promise<{ files: HandedFile[], leftOut: number }>}
 */
export async function droppedFiles(transfer) {
  // The list of what was dropped is gone after the first wait, so all entries are taken at once.
  const items = [...transfer.items].filter((it) => it.kind === "file");
  const entries = items.map((it) => it.webkitGetAsEntry?.() ?? null);
  if (entries.length === 0 || entries.every((it) => it === null)) return chosenFiles(transfer.files);
  const files = items.map((it) => it.getAsFile());
  /** @type {HandedFile[]} */
  const found = [];
  let leftOut = 0;
  for (const [index, entry] of entries.entries()) {
    const file = files[index];
    if (entry?.isDirectory) leftOut += await walk(/** @type {FileSystemDirectoryEntry} */ (entry), found);
    else if (file) found.push({ name: file.name, file });
  }
  return { files: found, leftOut };
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
