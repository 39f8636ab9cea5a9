/** Whether a kept value has the shape that it was written with. */
export type Check = (value: unknown) => boolean;

export const text: Check = (value) => typeof value === 'string';
export const flag: Check = (value) => typeof value === 'boolean';
/** A whole number: microseconds since 1970, or so many of them. */
export const time: Check = (value) => Number.isSafeInteger(value);
export const texts: Check = (value) => Array.isArray(value) && value.every(text);
export const pairs: Check = (value) =>
  Array.isArray(value) &&
  value.every((one) => Array.isArray(one) && one.length === 2 && one.every(text));
export const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** A JSON object, whatever it holds. */
export const object: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether every field passes its check; more fields are no harm. */
export function fits(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map(Object.entries(value));
  return Object.entries(checks).every(([name, check]) => check(fields.get(name)));
}
