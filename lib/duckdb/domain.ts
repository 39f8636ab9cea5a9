/** The host of a URL, as the language's `strings.extract_hostname` (yara-l §5.2). */
export function extractHostname(text: string): string {
  const [, rest = text.trim()] = /[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(text) ?? [];
  const authority = rest.split(/[/?#\\]/)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const [, inBrackets] = /^\[([^\]]*)\]/.exec(host) ?? [];
  return inBrackets ?? host.split(':')[0] ?? '';
}

/**
 * The registrable domain: the public suffix and one label before it, as `strings.extract_domain`. The list of suffixes
 * changes with time; here are the well-known ones of two labels, any other suffix counts as one label.
 */
export function extractDomain(text: string): string {
  const host = extractHostname(text).toLowerCase().replace(/\.$/, '');
  const labels = host.split('.');
  if (labels.length < 2 || labels.some((label) => !/^[\p{L}\p{N}_-]+$/u.test(label))) return '';
  if (/^\d+$/.test(labels.at(-1) ?? '')) return '';
  const [second = '', top = ''] = labels.slice(-2);
  const suffix = top.length === 2 && SECOND_LEVELS[top]?.includes(second) === true ? 2 : 1;
  return labels.length <= suffix ? '' : labels.slice(-suffix - 1).join('.');
}

const COMMON = ['co', 'com', 'net', 'org', 'gov', 'edu', 'ac'];

/** Second levels under which countries register, where that is their rule. */
const SECOND_LEVELS: Readonly<Record<string, readonly string[]>> = {
  ar: [...COMMON, 'gob', 'int', 'mil', 'tur'],
  au: ['com', 'net', 'org', 'edu', 'gov', 'asn', 'id'],
  bd: COMMON,
  br: [...COMMON, 'art', 'blog', 'eco', 'ind', 'jus', 'leg', 'mil', 'mp'],
  cn: ['ac', 'com', 'edu', 'gov', 'net', 'org', 'mil'],
  co: ['com', 'edu', 'gov', 'net', 'nom', 'org', 'mil'],
  eg: ['com', 'edu', 'gov', 'net', 'org', 'sci', 'eun'],
  gr: ['com', 'edu', 'net', 'org', 'gov'],
  hk: ['com', 'edu', 'gov', 'idv', 'net', 'org'],
  hu: ['co', 'info', 'org'],
  id: ['ac', 'co', 'go', 'mil', 'net', 'or', 'sch', 'web', 'my', 'biz', 'desa'],
  il: ['ac', 'co', 'gov', 'idf', 'k12', 'muni', 'net', 'org'],
  in: ['ac', 'co', 'edu', 'firm', 'gen', 'gov', 'ind', 'mil', 'net', 'nic', 'org', 'res'],
  jp: ['ac', 'ad', 'co', 'ed', 'go', 'gr', 'lg', 'ne', 'or'],
  ke: ['ac', 'co', 'go', 'info', 'me', 'mobi', 'ne', 'or', 'sc'],
  kr: ['ac', 'co', 'es', 'go', 'hs', 'kg', 'mil', 'ms', 'ne', 'or', 'pe', 're', 'sc'],
  mx: ['com', 'edu', 'gob', 'net', 'org'],
  my: ['com', 'edu', 'gov', 'mil', 'name', 'net', 'org'],
  ng: ['com', 'edu', 'gov', 'i', 'mil', 'mobi', 'name', 'net', 'org', 'sch'],
  nz: [
    'ac',
    'co',
    'cri',
    'geek',
    'gen',
    'govt',
    'health',
    'iwi',
    'kiwi',
    'maori',
    'mil',
    'net',
    'org',
    'school',
  ],
  pe: ['com', 'edu', 'gob', 'mil', 'net', 'nom', 'org'],
  ph: ['com', 'edu', 'gov', 'i', 'mil', 'net', 'ngo', 'org'],
  pk: ['ac', 'biz', 'com', 'edu', 'gop', 'gov', 'net', 'org', 'web'],
  pl: ['com', 'edu', 'gov', 'info', 'net', 'org', 'waw'],
  sa: ['com', 'edu', 'gov', 'med', 'net', 'org', 'pub', 'sch'],
  sg: ['com', 'edu', 'gov', 'net', 'org', 'per'],
  th: ['ac', 'co', 'go', 'in', 'mi', 'net', 'or'],
  tr: [
    'av',
    'bel',
    'biz',
    'com',
    'edu',
    'gen',
    'gov',
    'info',
    'k12',
    'mil',
    'name',
    'net',
    'org',
    'pol',
    'web',
  ],
  tw: ['club', 'com', 'ebiz', 'edu', 'game', 'gov', 'idv', 'mil', 'net', 'org'],
  ua: ['com', 'edu', 'gov', 'in', 'net', 'org', 'kiev', 'kyiv'],
  uk: ['ac', 'co', 'gov', 'ltd', 'me', 'net', 'nhs', 'org', 'plc', 'police', 'sch'],
  us: [],
  ve: ['co', 'com', 'edu', 'gob', 'net', 'org', 'web'],
  vn: ['ac', 'com', 'edu', 'gov', 'net', 'org'],
  za: ['ac', 'co', 'edu', 'gov', 'law', 'mil', 'net', 'nom', 'org', 'school', 'web'],
};
