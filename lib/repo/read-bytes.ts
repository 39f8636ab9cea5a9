import { closeSync, openSync, readSync } from 'node:fs';

/** Reads a file into `bytes` until it ends or they are full; gives how many they are. Throws what the system says. */
export function fillFrom(path: string, bytes: Uint8Array): number {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return length;
  } finally {
    closeSync(file);
  }
}
