// Strangers typed what is in an export: none of it does anything, in the page, in the report, in the files that are saved.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LOOKS, andJudged, faultsOfForm, fixtures, hand, opened, report, saved, start, stop, unfold } from "./browser.mjs";
import { hostile } from "./hostile.mjs";

before(start);
after(stop);

const board = hostile(readFileSync(join(fixtures, "trello/board.json"), "utf8"));
const RAW = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/;

for (const look of ["desktop", "phone"]) {
  test(`a hostile board is text, and nothing else (${look})`, async () => {
    const { tab, faults, end } = await opened("file", LOOKS[look]);
    try {
      await hand(tab, { name: '<img src=x onerror="harmed=1">\u202e.json', mimeType: "application/json", buffer: Buffer.from(board) });
      await unfold(tab);
      await andJudged(tab, () => tab.locator("#lead-scrum-master").selectOption({ index: 1 }));
      await andJudged(tab, () => tab.locator("#lead-product-owner").selectOption({ index: 2 }));
      await andJudged(tab, () => tab.locator("[id^=column-]").first().selectOption("acceptance"));
      // A reason with harm in it goes the whole way, too.
      await tab.getByRole("button", { name: /^We live with this/ }).first().click();
      await tab.getByLabel("Why is it fine here?").fill('</script><script>window.harmed=1</script> """ \\');
      await andJudged(tab, () => tab.getByRole("button", { name: "Write it down" }).click());
      await andJudged(tab, () => tab.getByLabel("Call people by their names").check());
      await report(tab).locator("h1").waitFor();

      assert.equal(await tab.evaluate(() => globalThis.harmed), undefined);
      for (const place of [tab.locator("body"), report(tab)]) {
        // What the charter's text holds is escaped by TOML, and stands in a field.
        const said = await place.innerText();
        assert.match(said, /<script>window\.harmed/);
        assert.doesNotMatch(said, RAW);
        assert.equal(await place.locator("script:not([src]):not([type]), img, [onerror]").count(), 0);
      }
      assert.doesNotMatch(await tab.title(), RAW);
      assert.deepEqual(await faultsOfForm(tab), []);

      const table = tab.locator("#save-csv");
      if ((await table.count()) > 0) assert.doesNotMatch((await saved(tab, () => table.click())).text, /(^|[,\n])"?[=+@]/);
      const charter = await saved(tab, () => tab.locator("#save-charter").click());
      assert.doesNotMatch(charter.text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      assert.deepEqual(faults, []);
    } finally {
      await end();
    }
  });
}
