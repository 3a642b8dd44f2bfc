// A board of 20 MB, made up by examples/generate: BOARDLINT_LARGE_BOARD is its file, web/tests/run makes it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOOKS, andJudged, faultsOfForm, hand, opened, start, stop } from "./browser.mjs";

before(start);
after(stop);

test("a board of 20 MB is read and judged, and the page stays at hand", { skip: !process.env.BOARDLINT_LARGE_BOARD && "there is no such board" }, async () => {
  const { tab, faults, end } = await opened("file", LOOKS.desktop);
  try {
    await hand(tab, process.env.BOARDLINT_LARGE_BOARD);
    assert.match(await tab.locator("#files").innerText(), /[\d,]+ issues/);
    assert.equal(await tab.locator("#findings-head .notice").count(), 0);
    // While it judges, the page answers: edits are made by another worker.
    await tab.locator("#report-names").click();
    await tab.locator("#lead-scrum-master").selectOption({ index: 2 });
    await tab.locator("#undo").waitFor();
    await andJudged(tab, () => tab.locator("#report-titles").click());
    assert.ok((await tab.locator("#findings-body article").count()) > 0);
    assert.deepEqual(await faultsOfForm(tab), []);
    assert.deepEqual(faults, []);
  } finally {
    await end();
  }
});
