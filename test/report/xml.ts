/** One element of a parsed document; `text` is all text directly in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** What XML 1.0 allows as a character. */
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/**
 * Reads the part of XML that reports are written in, as strictly as the standard does: an illegal character, a loose
 * `&` or `<`, an attribute twice, `]]>` in text or a tag that is not closed throws.
 */
export function readXml(document: string): Element {
  if (!ALLOWED.test(document)) throw new Error('a character that XML does not allow');
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(head)) throw new Error('no declaration');
  const { element, end } = readElement(document, head.length);
  if (document.slice(end).trim() !== '') throw new Error('something follows the root');
  return element;
}

function readElement(
  document: string,
  from: number,
): { readonly element: Element; readonly end: number } {
  const tag = /<([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>/y;
  tag.lastIndex = from;
  const [whole, name = '', given = '', closed = ''] = tag.exec(document) ?? [];
  if (whole === undefined) throw new Error(`no tag at ${from}: ${document.slice(from, from + 40)}`);
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of given.matchAll(/([A-Za-z][\w.-]*)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`${key} twice`);
    attributes[key] = unescaped(value.replaceAll(/[\t\n\r]/g, ' '));
  }
  let at = from + whole.length;
  const children: Element[] = [];
  let text = '';
  if (closed === '/') return { element: { name, attributes, children, text }, end: at };
  const end = `</${name}>`;
  while (!document.startsWith(end, at)) {
    const next = document.indexOf('<', at);
    if (next < 0) throw new Error(`${name} is not closed`);
    const piece = document.slice(at, next);
    if (piece.includes(']]>')) throw new Error(']]> in text');
    text += unescaped(piece);
    if (document.startsWith(end, next)) {
      at = next;
      break;
    }
    const child = readElement(document, next);
    children.push(child.element);
    at = child.end;
  }
  return { element: { name, attributes, children, text }, end: at + end.length };
}

function unescaped(text: string): string {
  return text.replaceAll(/&([^;]*;?)/g, (_, entity: string) => {
    const name = entity.slice(0, -1);
    const code = /^#(\d+)$/.exec(name)?.[1];
    const found = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number(code));
    if (!entity.endsWith(';') || found === undefined) throw new Error(`&${entity}`);
    return found;
  });
}
