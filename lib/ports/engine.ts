import type {
  CompiledQuery,
  EventColumn,
  EventSource,
  FoundDetection,
} from '../model/compiled-query.ts';

/** Where the events of a run come from: memory, or a file that the engine reads itself. */
export type EngineInput =
  | {
      readonly kind: 'events';
      readonly source?: EventSource;
      readonly events: readonly { readonly event: unknown; readonly part?: number }[];
    }
  | { readonly kind: 'file'; readonly source?: EventSource; readonly path: string };

/** What became of the input. */
export interface EngineLoad {
  readonly events: number;
  /** Events that were there already, by `metadata.id`. */
  readonly repeated: number;
  /** The first of them. `line` counts from 1: of the file, or among the events from memory. */
  readonly problems: readonly {
    readonly path: string | undefined;
    readonly line: number;
    readonly problem: 'malformed' | 'wrong-type' | 'no-time';
    /** Lower case; says nothing of what the event holds. */
    readonly message: string;
  }[];
  readonly counts: Readonly<Record<'malformed' | 'wrong-type' | 'no-time', number>>;
}

/** What a rule came to over the events. */
export interface EngineRun {
  /** In the order of time. */
  readonly detections: readonly FoundDetection[];
  /** Also those that were too many to give. */
  readonly total: number;
  /** Why the rule failed, in the engine's words: they may quote events. */
  readonly errors: readonly string[];
}

/** What runs compiled rules over events: loaded once, asked as often as there are rules. */
export interface EventEngine {
  readonly load: (
    inputs: readonly EngineInput[],
    columns: readonly EventColumn[],
  ) => Promise<EngineLoad>;
  readonly run: (query: CompiledQuery, signal?: AbortSignal) => Promise<EngineRun>;
  readonly close: () => void;
}
