// Written by contrib/records out of schemas/findings.json.

/** One anti-pattern, proven by a record. */
export interface Finding {
  type: "finding";
  /** The rule's name. */
  rule: string;
  /** How much it weighs. */
  level: "info" | "warn" | "error";
  /** How sure the rule can be. */
  confidence: "low" | "medium" | "high";
  /** What happened, and what the charter says. */
  message: string;
  /** The board's name. */
  board: string;
  /** The board's id. */
  board_id: string | null;
  /** Issue key, or the card's shortLink. */
  item: string | null;
  /** The item's title. */
  title: string | null;
  /** Where it can be opened. */
  url: string | null;
  /** Who did it. */
  actor: Actor | null;
  /** When. */
  at: string | null;
  /** The sprint, if one is meant. */
  sprint: string | null;
  location: Location | null;
  /** Other items or acts. */
  related: Related[];
  /** How many items it is about. */
  count: number;
  facts: { [name: string]: number | string | boolean | null };
  fingerprint: string;
}

/** Who did it. */
export interface Actor {
  /** The tool's own id. */
  id: string;
  /** What people see. */
  name: string;
  /** The roles held that day. */
  roles: ("product-owner" | "scrum-master" | "developer" | "stakeholder" | "manager" | "app" | "outsider")[];
}

/** A place in a file. */
export interface Location {
  /** The file. */
  path: string;
  line: number;
  /** In characters. */
  column: number;
  /** In bytes of the file as it lies on disk. */
  offset: number;
  /** In bytes. */
  length: number;
  /** A JSON pointer to the record. */
  pointer: string | null;
}

/** Another item or act that belongs to it. */
export interface Related {
  /** Its key. */
  item: string | null;
  /** When. */
  at: string | null;
  /** What it has to do with it. */
  message: string;
  location: Location | null;
}

/** A rule that could not be judged, or not everywhere. */
export interface Inconclusive {
  type: "inconclusive";
  /** The rule's name. */
  rule: string;
  /** What is missing. */
  missing: "history" | "comments" | "ranks" | "estimates" | "sprints" | "creators" | "roles" | "mapping" | "dates" | "format";
  /** Whether some of it was judged. */
  partial: boolean;
  /** What could not be judged, and why. */
  message: string;
  /** How to get the evidence. */
  hint: string;
  /** The board's name. */
  board: string;
  /** The board's id. */
  board_id: string | null;
  location: Location | null;
}

/** A file that gave nothing, or not all of it; or what kept the run from judging. */
export interface Unreadable {
  type: "unreadable";
  /** The file; empty where what is wrong stands in none. */
  path: string;
  /** What is wrong with it. */
  message: string;
  /** What to do. */
  hint: string;
  /** Always null: the line is about all boards. */
  board: null;
  /** Always null: the line is about all boards. */
  board_id: null;
  location: Location | null;
}

/** What one board gave. */
export interface Board {
  type: "board";
  /** The board's name. */
  board: string;
  /** The board's id. */
  board_id: string | null;
  /** The file of its export, or the folder that holds all of its files. */
  path: string;
  /** Items on the board. */
  items: number;
  /** Changes in its known history. */
  changes: number;
  /** People on the board. */
  people: number;
  /** Its sprints. */
  sprints: number;
  /** Rules that were asked. */
  rules: number;
  /** Rules that could be judged, all or in part. */
  judged: number;
  /** Findings at level error. */
  errors: number;
  /** Findings at level warn. */
  warnings: number;
  /** Findings at level info. */
  infos: number;
  /** Rules that could not be judged at all. */
  inconclusive: number;
  /** Findings that an ignore covers. */
  ignored: number;
  /** Findings that the baseline knows. */
  baselined: number;
  /** The first instant that was judged; null where nothing is dated. */
  since: string | null;
  /** The clock of the board: ages are measured to it. */
  until: string;
}

/** The numbers of the run. */
export interface Summary {
  type: "summary";
  /** Always null: the line is about all boards. */
  board: null;
  /** Always null: the line is about all boards. */
  board_id: null;
  /** Files that were read. */
  files: number;
  /** Items on all boards. */
  items: number;
  /** Changes on all boards. */
  changes: number;
  /** People on all boards. */
  people: number;
  /** Sprints on all boards. */
  sprints: number;
  /** Rules that were asked. */
  rules: number;
  /** Findings at level error. */
  errors: number;
  /** Findings at level warn. */
  warnings: number;
  /** Findings at level info. */
  infos: number;
  /** Rules that no board could be judged by. */
  inconclusive: number;
  /** Findings that an ignore covers. */
  ignored: number;
  /** Findings that the baseline knows. */
  baselined: number;
}
