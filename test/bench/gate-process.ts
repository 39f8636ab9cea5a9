/** A process of its own: makes detections of two texts, compares them, and prints how long that took and how much memory. */
import { compareDetections } from '../../lib/gate/compare.ts';
import { inventedDetections, RANGE } from './invented-detections.ts';

const [count = '500000'] = process.argv.slice(2);

const half = Math.floor(Number(count) / 2);
const [before, after] = [inventedDetections(half, 1), inventedDetections(half, 2)];
const begun = performance.now();
const { lost, gained, same } = compareDetections(before, after, RANGE);
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - begun) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    lost: lost.length,
    gained: gained.length,
    same: same.length,
  }),
);
