import type { Clock } from '../ports/clock.ts';
import type { EmulatorOptions } from './options.ts';
import type { EmulatorState } from './state.ts';
import type { Write } from './stored.ts';

/** One call, transcoded: path variables by the name in the route, fields by their snake_case name. */
export interface Call {
  /** A variable of the path. */
  id(name: string): string;
  /** A string or enum field; empty where it was not sent, as proto3 has it. */
  text(name: string): string;
  /** A number field; 0 where it was not sent. */
  number(name: string): number;
  /** A repeated string field; empty where it was not sent. */
  texts(name: string): readonly string[];
  /** Whether the field was sent at all. */
  has(name: string): boolean;
}

/** What an operation may look at. It changes nothing: what it wants changed it returns. */
export interface World {
  readonly state: EmulatorState;
  readonly options: EmulatorOptions;
  readonly clock: Clock;
  readonly uuid: () => string;
}

/** The answer's JSON, defaults omitted. */
export type Answer = Readonly<Record<string, unknown>>;

/** What a call comes to: its answer, and what must be kept before the answer is given. */
export interface Effect {
  readonly answer: Answer;
  readonly writes?: readonly Write[];
}

/** A method of the service as a function of call and state. Throws Refusal. */
export type Operation = (call: Call, world: World) => Effect;
