// SPDX-License-Identifier: GPL-3.0-or-later
// The report as a browser sees it: node browser.mjs CHROMIUM WRITE_PAGES [FOLDER FOR SCREENSHOTS]
// Asserts that the page asks nobody for anything, complains of nothing, draws every chart, holds in both languages, in the
// dark, on a narrow screen and on paper, survives hostile texts, and is whole with scripts off.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';
import { ink, pixels } from './png.mjs';

const [program, writePages, album] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'gx-report-'));
const address = (name) => pathToFileURL(join(folder, name)).href;

async function picture(page, name) {
    if (album) writeFileSync(join(album, `${name}.png`), await page.screenshot());
}

async function open(browser, name, width = 1280) {
    const page = await browser.page();
    await page.size(width, 900);
    await page.open(address(name));
    return page;
}

/* The page loaded itself and nothing else, and neither it nor the browser had anything to say. */
function assertQuiet(page, name) {
    assert.deepEqual(page.complaints, [], `${name}: no error, no warning, no violation of the policy`);
    assert.deepEqual([...new Set(page.requests)], [address(name)], `${name}: no request but for the page itself`);
}

const plots = `[...document.querySelectorAll('.plot')].map((plot) => {
    const box = plot.getBoundingClientRect();
    return { id: plot.id, svg: plot.querySelectorAll('svg').length, label: plot.getAttribute('aria-label'),
             paths: plot.querySelectorAll('svg path').length, x: box.x + scrollX, y: box.y + scrollY,
             width: box.width, height: box.height };
})`;

const twoFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/* A busy machine paints late: look again, a few frames later each time, before it counts as wrong. */
async function assertDrawn(page, name, ground) {
    for (let turn = 0; ; turn++) {
        try {
            return await assertDrawnNow(page, name, ground);
        } catch (wrong) {
            if (turn === 30) throw wrong;
            await page.evaluate(twoFrames);
        }
    }
}

async function assertDrawnNow(page, name, ground) {
    const planned = await page.evaluate(`JSON.parse(document.getElementById('charts').textContent).charts.map((c) => c.id)`);
    const places = await page.evaluate(plots);
    assert.ok(planned.length >= 7, `${name}: the sample has seven charts and more`);
    assert.deepEqual(places.map((place) => place.id), planned, `${name}: every place has its data and the other way round`);
    const image = pixels(await page.screenshot());
    for (const place of places) {
        assert.equal(place.svg, 1, `${name} ${place.id}: one drawing`);
        assert.ok(place.paths > 5 && place.label.length > 5, `${name} ${place.id}: with axes and a curve, and a name`);
        const seen = ink(image, place);
        assert.ok(seen.pixels > 800 && seen.colours > 8, `${name} ${place.id}: not blank (${seen.pixels} pixels)`);
        assert.ok(ground(seen.ground), `${name} ${place.id}: on the ground of its scheme`);
    }
}

const light = (colour) => (colour & 255) > 200;
const dark = (colour) => (colour & 255) < 60;

async function inLanguage(browser, name, lang, heading) {
    const page = await open(browser, name);
    assert.equal(await page.evaluate('document.documentElement.lang'), lang);
    assert.ok((await page.evaluate('document.body.innerText')).includes(heading), `${name} speaks its language`);
    assert.equal(await page.evaluate(`document.querySelectorAll('details.data[open]').length`), 0, 'tables are folded');
    await assertDrawn(page, name, light);
    await picture(page, name);
    await page.colours('dark');
    await page.evaluate(twoFrames);
    await assertDrawn(page, `${name}, dark`, dark);
    await picture(page, `${name}-dark`);
    await page.colours('light');
    await page.call('Page.printToPDF', { printBackground: true });
    assert.equal(await page.evaluate('document.documentElement.dataset.theme'), undefined, 'the scheme returns after print');
    assertQuiet(page, name);
    await page.close();
}

async function narrow(browser, name) {
    const page = await open(browser, name, 360);
    await assertDrawn(page, `${name}, narrow`, light);
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= 360'), `${name}: nothing sticks out at 360 pixels`);
    await picture(page, `${name}-narrow`);
    assertQuiet(page, name);
    await page.close();
}

async function hostile(browser) {
    const page = await open(browser, 'hostile.html');
    assert.equal(await page.evaluate('document.scripts.length'), 3, 'data, library and our script: no other script came in');
    assert.equal(await page.evaluate(`document.querySelectorAll('img, iframe, object, embed, link, base, form').length`), 0);
    assert.ok((await page.evaluate(`document.querySelector('h1').textContent`)).startsWith('</script><script>alert(1)'),
              'the title is shown as it is');
    await assertDrawn(page, 'hostile.html', light);
    assertQuiet(page, 'hostile.html');
    await picture(page, 'hostile.html');
    await page.close();
}

async function bare(browser) {
    const page = await open(browser, 'bare.html');
    assert.equal(await page.evaluate(`document.querySelectorAll('.plot').length`), 0);
    assert.ok(await page.evaluate(`document.querySelectorAll('.absent').length`) >= 6, 'empty sections say so');
    assertQuiet(page, 'bare.html');
    await page.close();
}

/* The protocol's view of the DOM, for a page that may not run scripts. */
async function boxes(page, selector) {
    const { root } = await page.call('DOM.getDocument');
    const { nodeIds } = await page.call('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
    const sizes = [];
    for (const nodeId of nodeIds)
        sizes.push(await page.call('DOM.getBoxModel', { nodeId }).then(({ model }) => model.width * model.height, () => 0));
    return sizes;
}

async function withoutScripts(browser, name) {
    const page = await browser.page();
    await page.size(1280, 900);
    await page.call('Emulation.setScriptExecutionDisabled', { value: true });
    await page.open(address(name));
    const tables = await boxes(page, 'figure table');
    assert.ok(tables.length >= 7 && tables.every((area) => area > 1000), `${name}: each chart's table is seen without scripts`);
    assert.ok((await boxes(page, '.plot')).every((area) => area === 0), `${name}: no empty frames without scripts`);
    assert.ok((await boxes(page, 'noscript p'))[0] > 1000, `${name}: it says that scripts are off`);
    await picture(page, `${name}-plain`);
    assertQuiet(page, name);
    await page.close();
}

const browser = new Chromium(program);
try {
    execFileSync(writePages, [folder], { stdio: 'inherit' });
    await inLanguage(browser, 'en.html', 'en', 'What not to conclude');
    await inLanguage(browser, 'zh.html', 'zh-Hans', '不应得出的结论');
    await narrow(browser, 'en.html');
    await narrow(browser, 'zh.html');
    await hostile(browser);
    await bare(browser);
    await withoutScripts(browser, 'en.html');
    await withoutScripts(browser, 'zh.html');
} finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
}
