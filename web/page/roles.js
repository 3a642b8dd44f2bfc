// Written by contrib/records out of the schemas of findings and charters.

/** The key of each role under `[roles]`. @type {Record<import("./words.d.ts").Role, string>} */
export const ROLE_KEYS = {
  "product-owner": "product-owner",
  "scrum-master": "scrum-master",
  developer: "developers",
  stakeholder: "stakeholders",
  manager: "managers",
  app: "apps",
};
