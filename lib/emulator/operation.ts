import type { Clock } from '../ports/clock.ts';
import type { Detector } from '../ports/detector.ts';
import type { EventIntake } from '../ports/events.ts';
import type { EmulatorOptions } from './options.ts';
import type { Service } from './service.ts';
import type { EmulatorState } from './state.ts';
import type { Write } from './stored.ts';
import type { Micros } from './time.ts';

/** A JSON object as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One call, transcoded: path variables by the name in the route, fields by their snake_case name. */
export interface Call {
  /** A variable of the path. */
  id(name: string): string;
  /** A string or enum field; empty where it was not sent, as proto3 has it. */
  text(name: string): string;
  /** A number field, a time in microseconds since 1970, a duration in milliseconds; 0 where it was not sent. */
  number(name: string): number;
  /** A repeated string field; empty where it was not sent. */
  texts(name: string): readonly string[];
  /** A repeated message whose inside is the operation's business; empty where it was not sent. */
  objects(name: string): readonly JsonObject[];
  /** A boolean field; false where it was not sent. */
  flag(name: string): boolean;
  /** Whether the field was sent at all. */
  has(name: string): boolean;
}

/** What an operation may look at. It changes nothing: what it wants changed it returns. */
export interface World {
  readonly state: EmulatorState;
  readonly options: EmulatorOptions;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly detector: Detector;
  /** Where events go that are sent in; absent where none are taken. */
  readonly events?: EventIntake;
}

/** The answer's JSON, defaults omitted. */
export type Answer = Readonly<Record<string, unknown>>;

/** What a call comes to: its answer, and what must be kept before the answer is given. */
export interface Effect {
  readonly answer: Answer;
  readonly writes?: readonly Write[];
  readonly later?: Later;
}

/** Work that goes on after the answer, beside other calls; what comes of it is kept like the writes of a call. */
export interface Later {
  /** From this time on calls that look at the past wait for it. */
  readonly due: Micros;
  /** Rejects with the signal's reason once that aborts. Gives what must be kept, for the state it comes into. */
  readonly work: (signal: AbortSignal) => Promise<(world: World) => readonly Write[]>;
}

/** A method of the service as a function of call and state. Throws Refusal. */
export type Operation = (call: Call, world: World) => Effect;

/** A method that takes time: it runs beside other calls, and looks at the state more than once. Rejects with Refusal. */
export type LongOperation = (call: Call, service: Service, signal: AbortSignal) => Promise<Answer>;

/** A stream that has begun: nothing is refused any more. */
export interface OpenStream {
  /** Elements of the array, as they come. May never end. */
  readonly elements: AsyncIterable<Answer>;
  /** To be called once the stream is over, however it ended. */
  readonly release?: () => void;
}

/** A method that answers with an array, element by element. Rejects with Refusal before the first. */
export type StreamOperation = (
  call: Call,
  service: Service,
  signal: AbortSignal,
) => Promise<OpenStream>;
