import type { FoundPath } from '../../udm/path.ts';
import { messageNamed } from '../../udm/schema.ts';
import type { Expression, Node, Path } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { functionNamed } from '../functions.ts';
import { plainArguments } from '../types-call.ts';
import { isOfEvent } from './fields-paths.ts';
import { sourceOf } from './types-source.ts';

/** FLD002: a path ends at a value, not at a whole message. */
export function checkWholeMessages({ symbols, oddPaths, fieldOf, reporter }: CheckContext): void {
  for (const path of oddPaths) {
    const { type, found } = fieldOf(path);
    if (type.kind !== 'message' || found === undefined || found.fault !== undefined) continue;
    if (!isOfEvent(path, symbols) || takenWhole(path, symbols.index.parentOf, type.name)) continue;
    const written = sourceOf(reporter, path.span);
    const instead = `write ${written}${continued(found, type.name)}`;
    reporter.report('FLD002', path.span, { path: written, message: type.name, instead });
  }
}

/** `earliest` takes a time, `arrays.length` any repeated field; what `is null` means of a message is not documented. */
function takenWhole(
  path: Path,
  parentOf: (node: Node) => Node | undefined,
  message: string,
): boolean {
  let here: Expression = path;
  let parent = parentOf(path);
  while (parent?.kind === 'group') {
    here = parent;
    parent = parentOf(parent);
  }
  if (parent?.kind === 'null-test') return true;
  if (parent?.kind !== 'call') return false;
  const taken = functionNamed(parent.name)?.parameters[plainArguments(parent).indexOf(here)]?.takes;
  return taken === 'repeated field' || (taken === 'timestamp' && message === TIMESTAMP);
}

const TIMESTAMP = 'google.protobuf.Timestamp';

/** How the path could go on. */
function continued({ map }: FoundPath, message: string): string {
  if (map) return '["key"]';
  if (message === 'google.protobuf.Struct') return '.fields["key"]';
  if (message === 'google.type.Interval') return '.start_time.seconds';
  const fields = messageNamed(message)?.fields;
  const usual = USUAL.find((name) => fields?.has(name) === true);
  return `.${usual ?? fields?.keys().next().value ?? 'field'}`;
}

/** Fields that are mostly meant when a whole message is named. */
const USUAL = ['seconds', 'hostname', 'userid', 'full_path', 'name', 'value', 'action'];
