import type { Detector } from '../ports/detector.ts';

/** The detector of an emulator that was given none: no events, so no detections. */
export const NO_DETECTIONS: Detector = {
  about: 'finds no detections, since it has no events',
  detect: () => Promise.resolve({ detections: [], errors: [] }),
};
