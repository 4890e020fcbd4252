// SPDX-License-Identifier: GPL-3.0-or-later
// Chromium without a head, driven through the DevTools protocol on two pipes (file descriptors 3 and 4, messages ended by
// a NUL): no port, no package, nothing but node and the browser. Each page starts with a fresh target and collects
// whatever it asked for, complained about or popped up.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Chromium {
    constructor(program) {
        this.profile = mkdtempSync(join(tmpdir(), 'gx-chromium-'));
        this.process = spawn(program, [
            '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--disable-extensions', '--disable-dev-shm-usage',
            '--hide-scrollbars', '--force-color-profile=srgb', '--host-resolver-rules=MAP * ~NOTFOUND',
            `--user-data-dir=${this.profile}`, '--remote-debugging-pipe', 'about:blank',
        ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        this.waiting = new Map();
        this.listeners = new Map();
        this.serial = 0;
        let rest = '';
        this.process.stdio[4].setEncoding('utf8');
        this.process.stdio[4].on('data', (text) => {
            const messages = (rest + text).split('\0');
            rest = messages.pop();
            messages.forEach((message) => this.receive(JSON.parse(message)));
        });
        this.process.on('exit', () => {
            for (const { reject } of this.waiting.values()) reject(new Error('the browser ended'));
            this.waiting.clear();
        });
        this.process.on('error', (error) => { throw error; });
        this.process.stdio[3].on('error', () => {});
    }

    receive(message) {
        if (message.id !== undefined) {
            const { resolve, reject, method } = this.waiting.get(message.id);
            this.waiting.delete(message.id);
            if (message.error) reject(new Error(`${method}: ${message.error.message}`));
            else resolve(message.result);
        } else {
            for (const listener of this.listeners.get(message.sessionId) ?? []) listener(message);
        }
    }

    call(method, params = {}, sessionId = undefined) {
        const id = ++this.serial;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, { resolve, reject, method });
            this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
        });
    }

    async page() {
        const { targetId } = await this.call('Target.createTarget', { url: 'about:blank' });
        const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
        const page = new Page(this, targetId, sessionId);
        this.listeners.set(sessionId, [(message) => page.hear(message)]);
        for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Audits', 'DOM'])
            await page.call(`${domain}.enable`);
        return page;
    }

    async close() {
        const ended = new Promise((resolve) => this.process.once('exit', resolve));
        this.call('Browser.close').catch(() => {});
        await ended;
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
}

class Page {
    constructor(browser, targetId, sessionId) {
        Object.assign(this, { browser, targetId, sessionId, requests: [], complaints: [], onload: null });
    }

    call(method, params) {
        return this.browser.call(method, params, this.sessionId);
    }

    hear({ method, params }) {
        if (method === 'Page.loadEventFired') this.onload?.();
        else if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
        else if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params.exceptionDetails));
        else if (method === 'Runtime.consoleAPICalled') this.complaints.push(JSON.stringify(params.args));
        else if (method === 'Log.entryAdded') this.complaints.push(JSON.stringify(params.entry));
        else if (method === 'Audits.issueAdded') this.complaints.push(JSON.stringify(params.issue));
        else if (method === 'Page.javascriptDialogOpening') {
            this.complaints.push(`a dialogue opened: ${params.message}`);
            this.call('Page.handleJavaScriptDialog', { accept: true }).catch(() => {});
        }
    }

    async open(url) {
        const loaded = new Promise((resolve) => { this.onload = resolve; });
        const { errorText } = await this.call('Page.navigate', { url });
        if (errorText) throw new Error(`${url}: ${errorText}`);
        await loaded;
    }

    async evaluate(expression) {
        const { result, exceptionDetails } =
            await this.call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    size(width, height) {
        return this.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    }

    colours(scheme) {
        return this.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    }

    /* PNG bytes of a part of the page (x, y, width, height), or of all of it. */
    async screenshot(clip) {
        const { cssContentSize } = await this.call('Page.getLayoutMetrics');
        const area = clip ?? { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height };
        const { data } = await this.call('Page.captureScreenshot',
            { format: 'png', clip: { ...area, scale: 1 }, captureBeyondViewport: true });
        return Buffer.from(data, 'base64');
    }

    async close() {
        await this.browser.call('Target.closeTarget', { targetId: this.targetId });
    }
}
