// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of a PNG of 8 bits a channel, without interlace, as browsers write screenshots.
import { inflateSync } from 'node:zlib';

export function pixels(png) {
    const width = png.readUInt32BE(16), height = png.readUInt32BE(20), channels = { 2: 3, 6: 4 }[png[25]];
    if (png[24] !== 8 || png[28] !== 0 || !channels) throw new Error('not a screenshot');
    const parts = [];
    for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
        if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
            parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    const raw = inflateSync(Buffer.concat(parts)), stride = width * channels, data = Buffer.alloc(stride * height);
    for (let y = 0; y < height; y++) {
        const row = y * stride, from = row + y + 1, filter = raw[from - 1];
        for (let x = 0; x < stride; x++) {
            const left = x >= channels ? data[row + x - channels] : 0;
            const up = y > 0 ? data[row - stride + x] : 0;
            const corner = x >= channels && y > 0 ? data[row - stride + x - channels] : 0;
            data[row + x] = raw[from + x] + predict(filter, left, up, corner);
        }
    }
    return { width, height, channels, data };
}

function predict(filter, left, up, corner) {
    if (filter === 0) return 0;
    if (filter === 1) return left;
    if (filter === 2) return up;
    if (filter === 3) return (left + up) >> 1;
    const guess = left + up - corner;
    const a = Math.abs(guess - left), b = Math.abs(guess - up), c = Math.abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? up : corner;
}

/* Within a box of an image: how many pixels differ from its most frequent colour, that colour, and how many colours. */
export function ink(image, box) {
    const counts = new Map();
    const right = Math.min(Math.floor(box.x + box.width), image.width);
    const bottom = Math.min(Math.floor(box.y + box.height), image.height);
    let all = 0;
    for (let y = Math.ceil(box.y); y < bottom; y++)
        for (let x = Math.ceil(box.x); x < right; x++, all++) {
            const at = (y * image.width + x) * image.channels;
            const colour = (image.data[at] << 16) | (image.data[at + 1] << 8) | image.data[at + 2];
            counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
    const [ground, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
    return { ground, pixels: all - most, colours: counts.size };
}
