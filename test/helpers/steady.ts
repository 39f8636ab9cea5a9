/** What differs from run to run, and what stands in its place: ids, commits, times, durations, digests. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/ru_[0-9a-f-]{36}@v_\d+_\d+/g, 'ru_ID@v_TIME'],
  [/ru_[0-9a-f-]{36}/g, 'ru_ID'],
  [/ru_[0-9a-f]{8}…/g, 'ru_ID…'],
  [/ {3}\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC/g, '   TIME'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC/g, 'TIME'],
  [/\b\d+\.\d s\b/g, 'N s'],
  [/(?<=[/-])\d{4}-?\d\d-?\d\dT[\d-]+Z?(?:-\w+)?(?=\.jsonl)/g, 'TIME'],
  [/\b[0-9a-f]{7}(?= on main)/g, 'COMMIT'],
  [/(?<=\b(?:match|matches|step with) )[0-9a-f]{7}\b/g, 'COMMIT'],
  [/(?<=\b(?:digest|Plan) )[0-9a-f]{12}\b/g, 'DIGEST'],
];

/** A text of chron's as it is in every run. */
export function steady(text: string): string {
  return CHANGING.reduce((steadied, [changing, word]) => steadied.replace(changing, word), text);
}
