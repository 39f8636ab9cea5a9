import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';

/** A stream as it comes over the socket. */
export interface Listened {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All that came so far. */
  text(): string;
  /** How it ended, once it has. */
  end(): 'whole' | 'broken' | undefined;
  /** Goes away, as a client that has heard enough. */
  leave(): void;
}

/** Posts to a method that streams, and listens until the test ends. */
export function listen(url: string, body: unknown = {}): Promise<Listened> {
  return new Promise((resolve, reject) => {
    const form = body instanceof URLSearchParams;
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers = { 'content-type': type };
    const asked = request(url, { method: 'POST', agent: false, headers }, (response) => {
      let text = '';
      let end: 'whole' | 'broken' | undefined;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        end = 'whole';
      });
      response.on('error', () => {
        end = 'broken';
      });
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        end: () => end,
        leave: () => asked.destroy(),
      });
    });
    asked.on('error', reject);
    asked.end(form ? body.toString() : JSON.stringify(body));
    onTestFinished(() => void asked.destroy());
  });
}

/** The elements of a streamed array so far, split where the service splits them. */
export function elementsOf(text: string): readonly Record<string, unknown>[] {
  return text
    .replace(/^\[/, '')
    .replace(/\n\]$/, '')
    .split('\n,\r\n')
    .filter((piece) => piece !== '')
    .map((piece): Record<string, unknown> => {
      const value: unknown = JSON.parse(piece);
      return typeof value === 'object' && value !== null ? { ...value } : {};
    });
}
