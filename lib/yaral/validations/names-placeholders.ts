import type { Validation } from '../check.ts';
import type { Placeholder } from '../symbols.ts';
import { nodesOf } from '../walk.ts';
import { nameMeant } from './names-meant.ts';

/** Placeholders that get no value (SEM001, SEM002, SEM020), get it conditionally (SEM022), or serve nothing (SEM017). */
export const checkPlaceholders: Validation = ({ symbols, reporter, whole }) => {
  for (const placeholder of symbols.placeholders.values()) {
    const { name, first, bindings } = placeholder;
    // SEM018 is about a name that is an event too.
    if (symbols.events.has(name) || !whole(name)) continue;
    const [binding] = bindings;
    if (binding === undefined) {
      reportUnbound(placeholder);
      continue;
    }
    const conditional = bindings.find((one) => one.conditional);
    if (conditional !== undefined) reporter.report('SEM022', conditional.node.span, { name });
    else if (symbols.usesOf(name).length === 1) reporter.report('SEM017', first.span, { name });
  }

  function reportUnbound({ name, first, equations }: Placeholder): void {
    const meant = nameMeant(name, symbols, { placeholders: true });
    const [equation] = equations;
    // What could not be read may have been the field that binds it.
    if (equations.some(({ value }) => nodesOf(value, 'invalid').length > 0)) return;
    if (equation === undefined) {
      const outcome = symbols.outcomes.has(name);
      reporter.report('SEM001', first.span, { name, nearest: meant, outcome });
      return;
    }
    const constant = equations.find(
      ({ value, names }) => value.kind === 'call' && names.bare.size === 0,
    );
    if (constant === undefined) {
      reporter.report('SEM002', equation.node.span, { name, nearest: meant });
    } else reporter.report('SEM020', constant.value.span, { name, events: [] });
  }
};

/** Variables that `setup` and `export` name, but nothing declares (SEM001). */
export const checkOutside: Validation = ({ symbols, reporter, whole }) => {
  const { index } = symbols;
  for (const { name, node, section } of [...index.uses('setup'), ...index.uses('export')]) {
    const outcome = section === 'export' && symbols.outcomes.has(name);
    const known =
      outcome ||
      symbols.events.has(name) ||
      symbols.placeholders.has(name) ||
      symbols.matches.has(name);
    if (known || !whole(name)) continue;
    const meant = nameMeant(
      name,
      symbols,
      section === 'setup' ? { events: true } : { placeholders: true, outcomes: true },
    );
    reporter.report('SEM001', node.span, { name, nearest: meant, outcome: false });
  }
};

/** `#name` outside `condition` (SEM023). */
export const checkCounts: Validation = ({ symbols, reporter }) => {
  const { index } = symbols;
  for (const node of index.of('count')) {
    if (index.sectionOf(node) === 'condition') continue;
    reporter.report('SEM023', node.span, { name: node.name });
  }
};
