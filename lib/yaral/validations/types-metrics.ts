import type { Call, NamedArgument } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { METRIC_ARGUMENTS, METRIC_WINDOWS, METRICS, measuresBytes } from '../functions-metrics.ts';
import { sourceOf } from './types-source.ts';

/** TYP007 of metrics: the four settings are given, with values that there are and that go together (yara-l §5.10). */
export function checkMetrics(context: CheckContext): void {
  for (const call of context.symbols.index.of('call')) {
    if (METRICS.has(call.name)) checkMetric(context, call);
  }
}

function checkMetric({ reporter }: CheckContext, call: Call): void {
  const { name, nameSpan } = call;
  const usage = `${name}(period: 1d, window: 30d, metric: event_count_sum, agg: avg, …)`;
  const settings = new Map<string, NamedArgument>();
  for (const argument of call.arguments) {
    if (argument.kind === 'named-argument')
      settings.set(sourceOf(reporter, argument.name.span), argument);
    else if (argument.kind !== 'invalid') {
      reporter.report('TYP007', argument.span, { name, usage, why: 'unnamed', argument: '' });
      return;
    }
  }
  for (const [argument, known] of Object.entries(METRIC_ARGUMENTS)) {
    const setting = settings.get(argument);
    if (setting === undefined) {
      reporter.report('TYP007', nameSpan, { name, usage, why: 'missing', argument, values: known });
      continue;
    }
    const { span } = setting.value;
    const value = sourceOf(reporter, span);
    const period = settings.get('period');
    const window =
      METRIC_WINDOWS[period === undefined ? '' : sourceOf(reporter, period.value.span)];
    const paired = argument === 'window' && window !== undefined ? [window] : known;
    const values = paired.filter((one) => one !== 'value_sum' || measuresBytes(name));
    if (values.includes(value)) continue;
    reporter.report('TYP007', span, { name, usage, why: 'value', argument, value, values });
  }
}
