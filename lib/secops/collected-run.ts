import type { Detection } from '../model/detection.ts';
import type { CutShort, RuleError, TestRun } from '../model/retrohunt.ts';
import { slimDetection } from '../model/slim-detection.ts';
import { counted } from '../text.ts';
import type { WireError } from '../wire/error-envelope.ts';
import { readStreamElement } from '../wire/stream.ts';
import { parseJson } from './body.ts';

/** Samples are kept whole while the text of all is below this; of later ones what tells the event. */
const WHOLE_SAMPLES_CHARACTERS = 8 * 1024 * 1024;
/** More errors of one run say nothing new. */
const MAX_ERRORS = 1000;

/** What a stream has brought so far. */
export interface Collected {
  readonly detections: Detection[];
  readonly errors: RuleError[];
  characters: number;
  elements: number;
  /** Why it may not be all: words by kind. */
  readonly because: Map<CutShort['kind'], Set<string>>;
}

/** What a shorter range may help against comes first. */
const CUTS: readonly CutShort['kind'][] = ['result-cap', 'timed-out', 'cut-stream'];

/** Keeps a reason why it may not be all. */
export function note({ because }: Collected, kind: CutShort['kind'], words: string): void {
  because.set(kind, (because.get(kind) ?? new Set()).add(words));
}

/** The reasons as the model has them; nothing where there is none. */
export function cutShort({ because }: Collected): Pick<TestRun, 'incomplete'> {
  const kind = CUTS.find((one) => because.has(one));
  if (kind === undefined) return {};
  const words = CUTS.flatMap((one) => [...(because.get(one) ?? [])]).join('; ');
  return { incomplete: { kind, words } };
}

/** Before the first element. */
export function nothingYet(): Collected {
  return { detections: [], errors: [], characters: 0, elements: 0, because: new Map() };
}

/** Puts an element where it belongs; gives the transport error that it may be instead. */
export function take(text: string, collected: Collected): WireError | undefined {
  const element = readStreamElement(parseJson(text));
  collected.elements += 1;
  switch (element.kind) {
    case 'detections':
      collected.characters += text.length;
      collected.detections.push(
        ...(collected.characters > WHOLE_SAMPLES_CHARACTERS
          ? element.detections.map(slimDetection)
          : element.detections),
      );
      return undefined;
    case 'rule-error':
      if (collected.errors.length < MAX_ERRORS) collected.errors.push(element.error);
      else note(collected, 'cut-stream', `it had more than ${counted(MAX_ERRORS, 'error')}`);
      return undefined;
    case 'unknown':
      note(collected, 'cut-stream', element.because);
      return undefined;
    case 'heartbeat':
      return undefined;
    case 'end':
      return element.error;
  }
}
