// The one thing that may outlive the page, where somebody asks for it: the charter, in this browser's own storage.

const KEY = "boardlint.charter";

/** @returns {{ toml: string, day: string } | null} */
export function remembered() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return typeof found?.toml === "string" && typeof found?.day === "string" ? found : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} toml
 * @returns {boolean} Whether the browser took it.
 */
export function remember(toml) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ toml, day: new Date().toISOString().slice(0, 10) }));
    return true;
  } catch {
    return false;
  }
}

/** Leaves nothing behind. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // A browser without storage remembers nothing anyway.
  }
}
