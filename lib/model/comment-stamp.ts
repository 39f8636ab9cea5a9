/** What a text that chron keeps on GitHub is about. Its marker is the first line, and nothing else stands there. */
export type KeptText = 'plan' | 'drift';

const MARKERS: Readonly<Record<KeptText, string>> = {
  plan: '<!-- chron:plan v1 -->',
  drift: '<!-- chron:drift v1 -->',
};

const KINDS = ['plan', 'no-plan', 'planning', 'closed', 'applied', 'drift'] as const;

/** What a kept text was made of: its second line, which nobody sees. */
export interface Stamp {
  /**
   * `no-plan`: planning failed everywhere; `planning`: it is not done yet; `closed`: nothing comes of it. An older plan
   * may stand below all three.
   */
  readonly kind: (typeof KINDS)[number];
  /** The commit, in full; undefined where it is about none. */
  readonly head?: string;
  /** The workflow run and its attempt, `1842.1`; undefined at a desk. */
  readonly run?: string;
}

const STAMP = new RegExp(
  `^<!-- chron:of (${KINDS.join('|')}) ([0-9a-f]{7,64}|none) (\\d{1,20}\\.\\d{1,6}|none) -->$`,
);

/** A text of ours as it is posted: marker, stamp, an empty line, the text. */
export function keptBody(kept: KeptText, stamp: Stamp, text: string): string {
  const { kind, head = 'none', run = 'none' } = stamp;
  return `${MARKERS[kept]}\n<!-- chron:of ${kind} ${head} ${run} -->\n\n${text}`;
}

/** Whether a body bears the marker, on its first line. Who wrote it is another question. */
export function isKept(kept: KeptText, body: string): boolean {
  return linesOf(body)[0] === MARKERS[kept];
}

/** The stamp of a body; undefined where somebody edited it away. */
export function stampOf(body: string): Stamp | undefined {
  const [, kind, head, run] = STAMP.exec(linesOf(body)[1] ?? '') ?? [];
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) return undefined;
  return {
    kind: known,
    ...(head === undefined || head === 'none' ? {} : { head }),
    ...(run === undefined || run === 'none' ? {} : { run }),
  };
}

/** A body without marker and stamp, its line ends straightened. */
export function textIn(body: string): string {
  const lines = linesOf(body);
  const from = stampOf(body) === undefined ? 1 : 2;
  return lines.slice(from).join('\n').trim();
}

/**
 * A body without what differs from run to run: the run itself, and the link to it. Two that are equal so say the same,
 * and the older may stand.
 */
export function lasting(body: string): string {
  return linesOf(body)
    .map((line) => line.replace(STAMP, '<!-- chron:of $1 $2 -->'))
    .join('\n')
    .replace(/\[run \d+\]\([^)\s]*\)/g, '')
    .trim();
}

function linesOf(body: string): readonly string[] {
  return body.replaceAll('\r\n', '\n').split('\n');
}
