// Takes the guide's picture of the page anew: docs/page.png, of the bakery's board.
//
//     BOARDLINT_PAGE=… BOARDLINT_CHROMIUM=… BOARDLINT_BROWSER_MODULES=… node web/tests/picture.mjs
//
// Pillow makes it smaller afterwards: `python3 -c "from PIL import Image; f = 'docs/page.png'; Image.open(f).convert('RGB').quantize(64).save(f, optimize=True)"`.

import { fileURLToPath } from "node:url";
import { andJudged, opened, start, stop } from "./browser.mjs";

await start();
const { tab } = await opened("file", { viewport: { width: 1000, height: 760 } });
await andJudged(tab, () => tab.getByRole("button", { name: "Trello", exact: true }).click());
// The line of state is for who changes something.
await tab.addStyleTag({ content: ".state{display:none}*{scroll-behavior:auto!important}" });
await tab.locator("#why-backlog-reordered-by-non-po > summary").click();
await tab.locator("#findings").evaluate((it) => it.scrollIntoView());
await tab.screenshot({ path: fileURLToPath(new URL("../../docs/page.png", import.meta.url)) });
await stop();
