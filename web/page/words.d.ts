// Written by contrib/records out of the schemas of findings, charters and rules.

/** The roles of a charter. */
export type Role =
  | "product-owner"
  | "scrum-master"
  | "developer"
  | "stakeholder"
  | "manager"
  | "app";

/** The keys of `[workflow]`: work goes through the first ones in this order. */
export type Stage =
  | "backlog"
  | "ready"
  | "doing"
  | "acceptance"
  | "done"
  | "cancelled"
  | "impediments"
  | "retrospective"
  | "no-work";

/** The keys of `[kinds]`. */
export type Kind =
  | "story"
  | "bug"
  | "task"
  | "sub-task"
  | "epic"
  | "spike"
  | "impediment"
  | "retro-action"
  | "technical-debt"
  | "meeting"
  | "other";

/** How strictly Scrum is read. */
export type Profile =
  | "strict"
  | "scrum-guide";

/** Which number of a date like 7/9/2026 comes first. */
export type DateOrder =
  | "day-first"
  | "month-first";

/** How much a rule weighs. */
export type Level =
  | "off"
  | "info"
  | "warn"
  | "error";

/** How sure a rule can be. */
export type Confidence =
  | "low"
  | "medium"
  | "high";

/** What a rule judges. */
export type Judge =
  | "change"
  | "item"
  | "stay"
  | "sprint"
  | "person"
  | "board"
  | "charter";

/** What is missing where a rule cannot be judged. */
export type Missing =
  | "history"
  | "comments"
  | "ranks"
  | "estimates"
  | "sprints"
  | "creators"
  | "roles"
  | "mapping"
  | "dates"
  | "format";
