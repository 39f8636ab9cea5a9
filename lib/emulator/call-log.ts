/** One call as the emulator saw it, in the order of arrival. Never holds a body, a header or a token. */
export interface CallRecord {
  /** Method name in the reference; `unknown` where no route fits. */
  readonly operation: string;
  readonly method: string;
  /** Path without its query. */
  readonly path: string;
  /** HTTP status of the answer; 0 while there is none, and where the connection was reset. */
  readonly status: number;
  /** When it arrived, on the emulator's clock. */
  readonly time: Date;
}

/** So that an emulator that runs for weeks does not fill the memory. */
const MOST = 100_000;

/** The calls so far, the latest 100,000 at least half of them. */
export interface CallLog {
  readonly calls: readonly CallRecord[];
  /** Notes an arrival; the function that comes back notes the answer's status. */
  arrive(call: Omit<CallRecord, 'status'>): (status: number) => void;
}

export function makeCallLog(): CallLog {
  const calls: (CallRecord & { status: number })[] = [];
  return {
    calls,
    arrive: (call) => {
      const record = { ...call, status: 0 };
      calls.push(record);
      if (calls.length > MOST) calls.splice(0, MOST / 2);
      return (status) => {
        record.status = status;
      };
    },
  };
}
