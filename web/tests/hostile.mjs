// A board on which every text was written by somebody who means harm.

/** What stands in every text, each with a number. */
const HARM = (n) => `<script>window.harmed=${n}</script><img src=x onerror="window.harmed=${n}"> \u202e\u2066gnol\u2069 \u001b[31m\u0007 \`\${1}\` "'&lt; javascript:alert(${n})`;
/** What a spreadsheet would run. */
const FORMULA = (n) => `=HYPERLINK("https://evil.example/${n}","${n}")`;

/** Keys whose texts people type. */
const TYPED = new Set(["name", "desc", "fullName", "text", "username", "initials"]);

/**
 * A Trello board like `board`, with harm in each text. Lists keep their names in front, so that the board is understood.
 * @param {string} board
 */
export function hostile(board) {
  let n = 0;
  const walk = (value, key) => {
    if (typeof value === "string" && TYPED.has(key)) {
      n += 1;
      return n % 2 === 0 ? `${value} ${HARM(n)}` : `${FORMULA(n)} ${value} ${HARM(n)}`;
    }
    if (Array.isArray(value)) return value.map((it) => walk(it, key));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, same(value, key) ?? walk(it, key)]));
    return value;
  };
  // The same thing has the same name wherever it is mentioned.
  const names = new Map();
  const same = (owner, key) => {
    if (!TYPED.has(key) || typeof owner[key] !== "string" || typeof owner.id !== "string") return undefined;
    const at = `${owner.id} ${key} ${owner[key]}`;
    if (!names.has(at)) {
      n += 1;
      const front = key === "name" && "idBoard" in owner ? "" : FORMULA(n);
      names.set(at, `${front}${front ? " " : ""}${owner[key]} ${HARM(n)}`);
    }
    return names.get(at);
  };
  return JSON.stringify(walk(JSON.parse(board), ""));
}
