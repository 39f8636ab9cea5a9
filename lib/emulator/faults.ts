/** What goes wrong. `after` means that the call has had its effect by then, though the client may not learn of it. */
export type Fault =
  | { readonly when: 'before' | 'after'; readonly effect: FaultEffect }
  | { readonly when: 'after'; readonly effect: { readonly kind: 'cut' } };

type FaultEffect =
  /** An error envelope with this status. `code` is its canonical name, `retryAfter` a header in seconds. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfter?: number;
    }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** The front end's own page instead of an answer. */
  | { readonly kind: 'html'; readonly status: number }
  /** 200 with a body of no bytes. */
  | { readonly kind: 'empty' }
  /** Time passes on the emulator's clock, then the call goes on. */
  | { readonly kind: 'delay'; readonly ms: number };

/** A fault and the calls that it meets. */
export type ScriptedFault = Fault & {
  /** Method name in the reference; `*` for all. */
  readonly operation: string;
  /** The first such call that meets it, counted from 1 since it was added; 1 unless it says otherwise. */
  readonly call?: number;
  /** How many calls in a row meet it; 1 unless it says otherwise. */
  readonly times?: number;
};

/** Where the server learns what goes wrong with a call; asked once for each call. */
export interface FaultPort {
  take(operation: string): readonly Fault[];
}

/** Faults by script, in code. A test adds them as it goes. */
export interface FaultScript extends FaultPort {
  add(fault: ScriptedFault): void;
  /** How many faults have not run out yet: a test that ends with some has not met what it meant to. */
  left(): number;
}

export function scriptFaults(script: readonly ScriptedFault[] = []): FaultScript {
  let lines = script.map((fault) => ({ fault, calls: 0 }));
  const last = ({ call = 1, times = 1 }: ScriptedFault): number => call + times - 1;
  return {
    add: (fault) => {
      lines.push({ fault, calls: 0 });
    },
    left: () => lines.length,
    take: (operation) => {
      const met: Fault[] = [];
      for (const line of lines) {
        if (line.fault.operation !== '*' && line.fault.operation !== operation) continue;
        line.calls += 1;
        if (line.calls >= (line.fault.call ?? 1)) met.push(line.fault);
      }
      lines = lines.filter(({ fault, calls }) => calls < last(fault));
      return met;
    },
  };
}
