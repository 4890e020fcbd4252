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
        const filter = raw[y * (stride + 1)];
        for (let x = 0; x < stride; x++) {
            const left = x >= channels ? data[y * stride + x - channels] : 0;
            const up = y > 0 ? data[(y - 1) * stride + x] : 0;
            const corner = x >= channels && y > 0 ? data[(y - 1) * stride + x - channels] : 0;
            data[y * stride + x] = raw[y * (stride + 1) + 1 + x] + predict(filter, left, up, corner);
        }
    }
    return { width, height, channels, data };
}

function predict(filter, left, up, corner) {
    if (filter < 3) return [0, left, up][filter];
    if (filter === 3) return (left + up) >> 1;
    const guess = left + up - corner;
    const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
    return a <= b && a <= c ? left : b <= c ? up : corner;
}

/* How many pixels differ from the most frequent colour, and that colour. */
export function ink(image) {
    const counts = new Map();
    for (let at = 0; at < image.data.length; at += image.channels) {
        const colour = (image.data[at] << 16) | (image.data[at + 1] << 8) | image.data[at + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const [ground, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    return { ground, pixels: image.width * image.height - most, colours: counts.size };
}
