import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Chunk } from './stream-chunks.ts';

/** Sends a stream chunk by chunk, each as soon as it is there, no faster than it is read. */
export async function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  { chunks, release }: { readonly chunks: AsyncIterable<Chunk>; readonly release: () => void },
): Promise<void> {
  try {
    // Without a length the answer is chunked.
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=UTF-8',
      'X-Content-Type-Options': 'nosniff',
    });
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if ('end' in chunk) {
        if (chunk.end === 'reset') request.socket.resetAndDestroy();
        else request.socket.destroySoon();
        return;
      }
      if (!response.write(chunk.text)) await drained(response);
    }
    response.end();
  } finally {
    release();
  }
}

/** Resolves when more can be written, or when nobody reads any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
