import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { golden } from '../helpers/golden.ts';
import { memoryTree } from './memory-tree.ts';

/** `==> PATH` begins a file; the environment is `e`. The result is what it comes to, or what is wrong with it. */
golden('environment', 'input.txt', 'result.txt', async (text) => {
  const files = Object.fromEntries(
    text
      .split(/^==> /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  );
  const { environment, diagnostics, texts } = await readEnvironment(memoryTree(files), 'e');
  if (environment === undefined) {
    const shown = diagnostics.map((one) => renderDiagnostic(one, texts.get(one.path) ?? ''));
    return `${shown.join('\n\n')}\n`;
  }
  const deployment = environment.deployment.map(({ place: { path, line, column }, ...entry }) => ({
    ...entry,
    place: `${path}:${line}:${column}`,
  }));
  return `${JSON.stringify({ ...environment, deployment }, plain, 2)}\n`;
});

/** Maps as objects, for the eye. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
