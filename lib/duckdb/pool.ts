import type { Connection } from './connection.ts';

/** Does work on a connection that nothing else uses meanwhile; waits until one is free. */
export type Pool = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

/**
 * Connections to one database for work that goes on side by side. With one, it is the first; with more, the first is
 * left to what is looked up on the way: a query ends an open stream of its connection (evaluation §6).
 */
export function openPool(first: Connection, size: number): Pool {
  const free: Connection[] = size === 1 ? [first] : [];
  const waiting: (() => void)[] = [];
  let made = free.length;
  const take = async (): Promise<Connection> => {
    for (;;) {
      const idle = free.pop();
      if (idle !== undefined) return idle;
      if (made < size) {
        made += 1;
        return first.another();
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return async (work) => {
    const connection = await take();
    try {
      return await work(connection);
    } finally {
      free.push(connection);
      waiting.shift()?.();
    }
  };
}
