import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One element of a StreamTestRule answer. */
export const detection = (n: number, padding = ''): string =>
  JSON.stringify({
    detection: {
      id: `de_${n}`,
      detection: [{ ruleName: 'r "ü" ]}', ruleType: 'SINGLE_EVENT' }],
      detectionTime: '2025-12-02T00:00:00Z',
      collectionElements: [
        { label: 'e', references: [{ event: { metadata: { id: `${n}` }, about: padding } }] },
      ],
    },
  });

/** Serves a body in the given pieces, each in a segment of its own. */
export async function serve(pieces: () => Iterable<Buffer>): Promise<string> {
  const server = createServer((_request, response) => {
    response.socket?.setNoDelay(true);
    void (async () => {
      for (const piece of pieces()) {
        if (!response.write(piece)) {
          await new Promise((resolve) => {
            response.once('drain', resolve);
          });
        }
      }
      response.end();
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
