import { columnsOf } from '../lib/report/layout.ts';

/**
 * Stands in the bundle for the package of this name, with which yargs lays out its help. That one and its copies
 * compile tables of all emoji before a letter is measured, which is most of what `--help` costs.
 */
// oxlint-disable-next-line import/no-default-export -- the package that it stands for has one
export default columnsOf;
