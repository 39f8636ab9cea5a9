import * as z from 'zod';

/**
 * An object of the service. Its own keys are its business: unknown ones are let through unread, and every known one
 * may come in lowerCamelCase or snake_case (backstory-v2 §1.3, §1.4). Keys of nested maps are left as they are.
 */
export function wireObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(camelKeys, z.object(shape));
}

/** proto3 leaves out what is false, and the reference quotes booleans (backstory-v2 §9 traps 1 and 21). */
export const flag = z
  .union([z.boolean(), z.string(), z.null()])
  .optional()
  .transform((value) =>
    typeof value === 'string' ? value.toLowerCase() === 'true' : value === true,
  );

/** A text that is left out where it is empty. A number is taken as its digits (64-bit integers go both ways, §1.4). */
export const words = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => (value === null || value === undefined ? '' : String(value)));

/** A number that may come as its digits; undefined where it is left out or is no number. */
export const amount = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => {
    const number = value === null || value === undefined || value === '' ? NaN : Number(value);
    return Number.isFinite(number) ? number : undefined;
  });

/** A list that is left out where it is empty. */
export function many<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

function camelKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!Object.keys(value).some((key) => key.includes('_'))) return value;
  const read = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    const name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    if (name === key || !read.has(name)) read.set(name, member);
  }
  return Object.fromEntries(read);
}
