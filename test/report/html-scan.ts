/** What a page consists of: its tags with their attributes, and the text between them. */
export interface Scanned {
  readonly tags: readonly {
    readonly name: string;
    readonly attributes: ReadonlyMap<string, string>;
  }[];
  readonly text: string;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*\/?>/y;

/** Reads a page of ours, strictly: throws where a `<` begins anything but a plain tag. The style sheet is left out. */
export function scanHtml(page: string): Scanned {
  const body = page.replace(/^<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, '');
  const tags: { name: string; attributes: Map<string, string> }[] = [];
  let text = '';
  for (let at = 0; at < body.length;) {
    const next = body.indexOf('<', at);
    text += body.slice(at, next < 0 ? body.length : next);
    if (next < 0) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(body);
    if (tag === null) throw new Error(`no tag: ${body.slice(next, next + 80)}`);
    const [, closing, name = '', attributes = ''] = tag;
    if (closing === '') tags.push({ name, attributes: attributesOf(attributes) });
    at = TAG.lastIndex;
  }
  if (text.includes('>')) throw new Error('a > stands in the text');
  return { tags, text: decoded(text) };
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([a-zA-Z:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name,
      decoded(value),
    ]),
  );
}

function decoded(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
