import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { openTown } from './runner/town.ts';

// The one story of the workflows that every run of the suite tells; the others are *.sweep.test.ts beside it.
it('a pull request is planned, merged, approved and applied, with one comment', async () => {
  const town = await openTown({ files: { 'rules/a/one.yaral': ruleText('one') } });
  const head = town.push('feature', { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) });
  const pull = town.open({ branch: 'feature', head });

  const planned = await town.plan(pull);
  expect(jobsIn(planned), logOf(planned)).toEqual({
    'chron / check': 'success',
    'chron / plan prod': 'success',
    'chron / comment': 'success',
  });
  expect(await rulesOf(town, 'prod')).toEqual([]);
  const merged = await town.merge(pull);
  expect(jobsIn(merged), logOf(merged)).toEqual({
    'apply-prod / plan': 'success',
    'apply-prod / apply': 'success',
    'apply-prod / result': 'success',
  });

  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
  expect(becameIn(town)).toEqual(['plan prod', 'plan prod', 'apply prod']);
  expect(town.asked).toEqual(['apply-prod / apply']);
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.wrong()).toEqual([]);
  expect([...leaksOf(town, planned), ...leaksOf(town, merged)]).toEqual([]);
});
