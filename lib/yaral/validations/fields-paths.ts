import type { Reporter } from '../../diagnostics/reporter.ts';
import type { PathFault } from '../../udm/path.ts';
import { fieldsNear } from '../../udm/near.ts';
import { findPath } from '../../udm/path.ts';
import type { IndexSegment, Node, Path, Segment } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { METRIC_ARGUMENTS } from '../functions-metrics.ts';
import { typeName } from '../types.ts';
import { typeOfField } from '../types-path.ts';
import { sourceOf } from './types-source.ts';

/** FLD001, FLD003, FLD005 to FLD008: each step of a path leads somewhere. */
export function checkPaths({ symbols, oddPaths, fieldOf, reporter }: CheckContext): void {
  const faulty = new Set<Path>();
  for (const path of oddPaths) {
    const { found } = fieldOf(path);
    if (found?.fault === undefined || !isOfEvent(path, symbols)) continue;
    faulty.add(path);
    reportFault(reporter, path, found);
  }
  for (const segment of symbols.index.of('index')) {
    const path = symbols.index.parentOf(segment);
    if (path?.kind === 'path' && !faulty.has(path)) checkIndex(reporter, path, segment);
  }
  for (const { name } of metricFilters(symbols)) {
    const found = findPath(name.segments);
    if (found.fault !== undefined) reportFault(reporter, name, found);
  }
}

/** A variable that is known as something else has been reported as that. */
export function isOfEvent({ root }: Path, symbols: CheckContext['symbols']): boolean {
  if (root === undefined) return false;
  const { name } = root;
  return (
    symbols.events.has(name) || !(symbols.outcomes.has(name) || symbols.placeholders.has(name))
  );
}

/** The fields that narrow a metric: `target.user.userid: $user`. */
function metricFilters({ index }: CheckContext['symbols']) {
  return index
    .of('named-argument')
    .filter((argument) => !isSetting(argument.name) && isOfMetric(index.parentOf(argument)));
}

function isOfMetric(node: Node | undefined): boolean {
  return node?.kind === 'call' && node.name.startsWith('metrics.');
}

function isSetting({ segments: [first, ...rest] }: Path): boolean {
  if (first?.kind !== 'field' || rest.length > 0) return false;
  return first.name === 'filter' || Object.hasOwn(METRIC_ARGUMENTS, first.name);
}

function checkIndex(reporter: Reporter, path: Path, segment: IndexSegment): void {
  const { kind, span } = segment.index;
  if (kind === 'integer' || kind === 'invalid') return;
  const why = kind === 'negation' ? 'negative' : 'not an integer';
  const found = sourceOf(reporter, span);
  const before = upTo(reporter, path, path.segments.indexOf(segment));
  reporter.report('FLD005', segment.span, { path: before, found, why });
}

function reportFault(reporter: Reporter, path: Path, fault: PathFault): void {
  const segment = path.segments[fault.step];
  if (segment === undefined) return;
  const { span } = segment;
  const before = upTo(reporter, path, fault.step);
  const found = segment.kind === 'field' ? segment.name : sourceOf(reporter, span);
  switch (fault.fault) {
    case 'unknown-field':
      reporter.report('FLD001', span, {
        found,
        message: fault.message,
        instead: reporter.keepsErrors ? near(path, before, fault) : [],
      });
      return;
    case 'past-scalar': {
      const type = typeName(typeOfField(fault.type));
      reporter.report('FLD003', span, { path: before, type, found });
      return;
    }
    case 'not-repeated':
      reporter.report('FLD005', span, { path: before, found, why: 'not repeated' });
      return;
    case 'unindexed':
      reporter.report('FLD006', span, { found });
      return;
    case 'not-a-map': {
      const struct = fault.type.kind === 'message' && fault.type.name === STRUCT;
      const instead = struct ? `${before}.fields${sourceOf(reporter, span)}` : undefined;
      reporter.report('FLD007', span, { path: before, instead });
      return;
    }
    case 'index-and-key':
      reporter.report('FLD008', span, { instead: withoutIndexes(reporter, path) });
      return;
    case 'empty':
      reporter.report('FLD002', path.span, {
        path: sourceOf(reporter, path.span),
        message: fault.message,
        instead: 'write one of its fields after it',
      });
      return;
  }
}

const STRUCT = 'google.protobuf.Struct';

/** Paths that were probably meant, whole. */
function near(path: Path, before: string, { step, message, root }: PathFault): readonly string[] {
  const segment = path.segments[step];
  if (segment?.kind !== 'field') return [];
  if (segment.name === 'entity' && root === 'udm') return [`${before}.graph.entity`];
  return fieldsNear(message, segment.name).map((name) =>
    before === '' ? name : `${before}.${name}`,
  );
}

/** The source of a path before one of its steps. */
function upTo(reporter: Reporter, path: Path, step: number): string {
  const last: Segment | Path['root'] = step === 0 ? path.root : path.segments[step - 1];
  return last === undefined
    ? ''
    : sourceOf(reporter, { start: path.span.start, end: last.span.end });
}

function withoutIndexes(reporter: Reporter, path: Path): string {
  return path.segments
    .filter(({ kind }) => kind !== 'index')
    .reduce(
      (text, segment) =>
        segment.kind === 'field'
          ? `${text}.${segment.name}`
          : text + sourceOf(reporter, segment.span),
      path.root === undefined ? '' : `$${path.root.name}`,
    );
}
