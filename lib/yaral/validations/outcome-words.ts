import { WINDOW_ONLY, functionNamed } from '../functions.ts';

/** Whether a function makes one value of all rows; without its `window.` too, and unknown ones that have it. */
export function isAggregate(name: string): boolean {
  const signature = functionNamed(name);
  if (signature !== undefined) return signature.kind === 'aggregate';
  return WINDOW_ONLY.has(name) || name.startsWith('window.');
}

/** Whether a function asks for the history that the service keeps of users and machines (yara-l §5.10). */
export function isMetric(name: string): boolean {
  return name.startsWith('metrics.');
}
