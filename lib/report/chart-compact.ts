/**
 * Makes a drawing of the charting library smaller and fit for our page: without what only its scripts read, without
 * styles (the page has them) and ids that count up from chart to chart, so that equal charts give equal bytes; with
 * neighbours of one look in one path. What is seen stays the same.
 */
export function compactSvg(svg: string): string {
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    .replaceAll(/<rect[^>]*fill="none"[^>]*><\/rect>/g, '')
    .replaceAll(/ (?:pointer-events|class|style|ecmeta_\w+|stroke-linecap|cursor)="[^"]*"/g, '')
    .replaceAll(/\n+/g, '')
    .replaceAll(/<text[^>]*>/g, shortText);
  return joined(body.replaceAll(/ d="([^"]*)"/g, (_, path: string) => ` d="${shortPath(path)}"`));
}

/** Paths beside each other that look the same become one. */
function joined(body: string): string {
  let out = '';
  let open: { readonly look: string; path: string } | undefined;
  const close = (): void => {
    if (open !== undefined) out += `<path d="${open.path}"${open.look}/>`;
    open = undefined;
  };
  for (const [element] of body.matchAll(/<path[^>]*><\/path>|[^<]+|<[^>]*>/g)) {
    const parts = /^<path d="([^"]*)"([^>]*)><\/path>$/.exec(element);
    if (parts === null) {
      close();
      out += element;
      continue;
    }
    const [, path = '', look = ''] = parts;
    if (open?.look === look) open.path += path;
    else {
      close();
      open = { look, path };
    }
  }
  close();
  return out;
}

/** A text in the usual colour, placed by `x` and `y`: the style sheet says the rest. */
function shortText(tag: string): string {
  const [, x = '0', y = '0'] = /translate\((-?[\d.]+)[ ,](-?[\d.]+)\)/.exec(tag) ?? [];
  const [, down = '0'] = / y="(-?[\d.]+)"/.exec(tag) ?? [];
  const [anchor = ''] = / text-anchor="[^"]*"/.exec(tag) ?? [];
  return `<text x="${Math.round(Number(x))}" y="${Math.round(Number(y) + Number(down))}"${anchor}>`;
}

/** Rounds to a tenth, and writes sides of rectangles as such. */
function shortPath(path: string): string {
  return path
    .replaceAll(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
    .replaceAll(
      /M(-?[\d.]+) (-?[\d.]+)L(-?[\d.]+) \2(?=$|[A-Z])/g,
      (_, x: string, y: string, to: string) =>
        `M${x} ${y}h${Math.round((Number(to) - Number(x)) * 10) / 10}`,
    )
    .replaceAll(/l(-?[\d.]+) 0l0 (-?[\d.]+)l-?[\d.]+ 0Z/g, (_, width: string, height: string) => {
      const back = width.startsWith('-') ? width.slice(1) : `-${width}`;
      return `h${width}v${height}h${back}Z`;
    });
}
