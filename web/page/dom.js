// Elements made of text: nothing that comes from a file is ever parsed as markup.

/** What would change what the reader sees: the same characters that boardlint shows as codes in its other outputs. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const BLANKS = "\n\r\t";
const NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff";

/**
 * Text on one line in which control characters, bidirectional controls and the like are shown as codes.
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(UNSAFE, (c) => {
    if (BLANKS.includes(c)) return " ";
    if (NO_WIDTH.includes(c)) return "";
    return `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Properties
 */

/**
 * Makes an element. A property that is a function is a listener, `true` an attribute without a value; `false`, null and
 * undefined leave it out. `value` and `checked` are set as properties.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat().filter((it) => it !== null && it !== undefined && it !== false).map((it) => (it instanceof Node ? it : visible(String(it)))));
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "value" || name === "checked") Reflect.set(element, name, value);
    else element.setAttribute(name, value === true ? "" : visible(String(value)));
  }
  return element;
}

/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}

/**
 * A text from a file, whose direction does not reach beyond it.
 * @param {string} text
 * @param {string} [kind] A class.
 */
export function data(text, kind) {
  return el("bdi", { class: kind }, text);
}

/**
 * A button.
 * @param {string} label
 * @param {() => void} action
 * @param {Properties} [properties]
 */
export function button(label, action, properties = {}) {
  return el("button", { type: "button", click: action, ...properties }, label);
}

/** Keys that go from one entry of a list to another. */
const PASSING = /^(Arrow|Page|Home|End|[^ ]$)/;

/**
 * A list to choose from. With the keyboard, an entry is chosen by Enter or by going on.
 * @param {{ value: string, label: string }[]} options
 * @param {string} chosen
 * @param {(value: string) => void} action
 * @param {Properties} properties
 */
export function choice(options, chosen, action, properties) {
  let key = "";
  const take = () => {
    delete list.dataset.passing;
    action(list.value);
  };
  const list = el("select", {
    pointerdown: () => (key = ""),
    keydown: (event) => {
      key = event.key;
      if (key === "Enter" && list.dataset.passing) {
        event.preventDefault();
        take();
      }
    },
    // Keys pass over what lies between: only what they stop at is chosen.
    change: () => {
      if (PASSING.test(key)) list.dataset.passing = "yes";
      else take();
    },
    blur: () => {
      if ("passing" in list.dataset) take();
    },
    ...properties,
  });
  list.append(...options.map(({ value, label }) => el("option", { value, selected: value === chosen }, label)));
  return list;
}

/**
 * A field for a day. While its year is typed digit by digit, a browser takes it for a year of long ago: such a day is none yet.
 * @param {string} day
 * @param {(day: string) => void} action
 * @param {Properties} properties
 */
export function dayField(day, action, properties) {
  const input = el("input", {
    type: "date",
    value: day,
    change: () => {
      if (input.value === "" || input.value >= "1970") action(input.value);
    },
    ...properties,
  });
  return input;
}

/**
 * Replaces what stands in `container`. What had the focus has it again where it is still there; while somebody types in
 * one of its fields, it waits until they are done.
 * @param {HTMLElement} container
 * @param {() => Child[]} content
 */
export function fill(container, content) {
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && container.contains(active);
  if (inside && isTyped(active)) {
    // Not at once: the click that took the focus away has to reach what it was meant for.
    if (!waiting.has(container)) container.addEventListener("focusout", () => setTimeout(() => resume(container), CLICK), { once: true });
    waiting.set(container, content);
    return;
  }
  waiting.delete(container);
  const children = content().filter((it) => it !== null && it !== undefined && it !== false);
  const open = new Set([...container.querySelectorAll("details[open][id]")].map((it) => it.id));
  container.replaceChildren(...children.map((it) => (it instanceof Node ? it : visible(String(it)))));
  for (const it of container.querySelectorAll("details[id]")) if (open.has(it.id)) it.setAttribute("open", "");
  if (!inside) return;
  const folded = active.tagName === "SUMMARY" ? active.parentElement?.id : "";
  const again = active.id ? document.getElementById(active.id) : folded ? document.querySelector(`#${CSS.escape(folded)} > summary`) : null;
  if (again instanceof HTMLElement && container.contains(again)) again.focus({ preventScroll: true });
  else {
    // What had the focus is gone: its place is the nearest heading, so that nobody starts at the top of the page again.
    const section = container.closest("section");
    const heading = section?.querySelector("h2");
    heading?.focus({ preventScroll: true });
  }
}

/** @type {Map<HTMLElement, () => Child[]>} */
const waiting = new Map();

/** How long a click may take, in milliseconds. */
const CLICK = 300;

/** @param {HTMLElement} container */
function resume(container) {
  const content = waiting.get(container);
  if (content) {
    waiting.delete(container);
    fill(container, content);
  }
}

/** @param {HTMLElement} element */
function isTyped(element) {
  if (element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLSelectElement) return "passing" in element.dataset;
  return element instanceof HTMLInputElement && element.type === "text";
}

/** How long a line of state stays on the screen, in milliseconds. */
const SHOWN_FOR = 7000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

/**
 * Tells a screen reader, and shows in the line of state for a while.
 * @param {string} text
 */
export function say(text) {
  const line = byId("state");
  line.textContent = visible(text);
  line.classList.remove("over");
  clearTimeout(fading);
  fading = setTimeout(() => line.classList.add("over"), SHOWN_FOR);
}

/**
 * `1 file`, `5 files`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * `text` with a capital at its beginning and a full stop at its end.
 * @param {string} text
 */
export function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/**
 * Things in a row: `a`, `a and b`, `a, b and c`.
 * @param {string[]} things
 */
export function listed(things) {
  return things.length < 2 ? (things[0] ?? "") : `${things.slice(0, -1).join(", ")} and ${things[things.length - 1]}`;
}

/**
 * `5 Jan 2026`
 * @param {string} day
 */
export function shownDay(day) {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

/**
 * `5 Jan 2026, 11:05` in a zone.
 * @param {string} instant
 * @param {string} zone
 */
export function shownInstant(instant, zone) {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return date.toLocaleString("en-GB", { ...form, timeZone: zone });
  } catch {
    return date.toLocaleString("en-GB", { ...form, timeZone: "UTC" });
  }
}

/**
 * `1.4 MB`
 * @param {number} bytes
 */
export function shownSize(bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
