import { resolve } from 'node:path';

/** The top of chron's own repository. */
export const TOP = resolve(import.meta.dirname, '../..');
