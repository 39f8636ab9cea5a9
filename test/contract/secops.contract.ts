import { describe, expect, it } from 'vitest';
import { ApiError, ConflictError } from '../../lib/errors.ts';
import type { LiveRule } from '../../lib/model/rule.ts';
import type { SecOps } from '../../lib/ports/secops.ts';
import { ruleText } from '../helpers/builders.ts';
import type { ConsoleHand } from '../helpers/fake-secops.ts';

/** One empty tenant, seen by chron and by somebody else. */
export interface Tenant {
  readonly secops: SecOps;
  readonly console: ConsoleHand;
}

const MISSING = 'ru_00000000-0000-4000-8000-000000000000';
const LIST = {
  name: 'admins',
  kind: 'string',
  description: 'who may',
  lines: ['a', 'b // c'],
} as const;

/** What every SecOps promises. Called once for each that there is, so that the fake tells the truth. */
export function secOpsContract(name: string, open: () => Promise<Tenant>): void {
  describe(`${name} as SecOps`, () => {
    it('begins empty', async () => {
      const { secops } = await open();
      expect(await secops.listRules()).toEqual([]);
      expect(await secops.listLists()).toEqual([]);
      expect(await secops.getRule(MISSING)).toBeUndefined();
      expect(await secops.getList('none')).toBeUndefined();
      expect(secops.identity).not.toBe('');
    });

    it('stores a new rule disabled, not alerting and not archived', async () => {
      const { secops } = await open();
      const created = await secops.createRule(ruleText('one'));
      expect(created).toMatchObject({
        name: 'one',
        version: { name: 'one', text: ruleText('one'), ruleId: created.ruleId },
        deployment: { enabled: false, alerting: false },
        archived: false,
        multiEvent: false,
        compileState: 'succeeded',
      });
      expect(await secops.listRules()).toEqual([created]);
      expect(await secops.getRule(created.ruleId)).toEqual(created);
    });

    it('knows a multi-event rule', async () => {
      const { secops } = await open();
      expect((await secops.createRule(ruleText('m', { multiEvent: true }))).multiEvent).toBe(true);
    });

    it('refuses a text that is no rule, and stores nothing', async () => {
      const { secops } = await open();
      const failure: unknown = await secops
        .createRule('no rule\n')
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ApiError);
      expect(failure).toMatchObject({ status: 400, effect: 'rejected' });
      expect(await secops.listRules()).toEqual([]);
    });

    it('trap 14: takes rules of one name with different texts', async () => {
      const { secops } = await open();
      const first = await secops.createRule(ruleText('same', { threshold: 1 }));
      const second = await secops.createRule(ruleText('same', { threshold: 2 }));
      expect(second.ruleId).not.toBe(first.ruleId);
      expect((await secops.listRules()).map(({ archived }) => archived)).toEqual([false, false]);
    });

    it('keeps the earlier of two rules with one text, and archives the new one', async () => {
      const { secops, console } = await open();
      const theirs = await console.createRule(ruleText('twin'));
      const created = await secops.createRule(ruleText('twin'));
      expect(created.ruleId).toBe(theirs);
      const states = (await secops.listRules()).map(({ ruleId, archived }) => [
        ruleId === theirs,
        archived,
      ]);
      expect(new Set(states.map(String))).toEqual(new Set(['true,false', 'false,true']));
    });

    it('creates side by side without a twin or a loss', async () => {
      const { secops } = await open();
      const names = Array.from({ length: 12 }, (_, index) => `rule_${index}`);
      const created = await Promise.all(names.map((one) => secops.createRule(ruleText(one))));
      expect(created.map((rule) => rule.name)).toEqual(names);
      expect((await secops.listRules()).map((rule) => rule.name).toSorted()).toEqual(
        names.toSorted(),
      );
    });

    it('adds versions on top of the newest, and lists them newest first', async () => {
      const { secops } = await open();
      const rule = await secops.createRule(ruleText('v', { threshold: 1 }));
      const second = await secops.addVersion(
        rule.ruleId,
        ruleText('v', { threshold: 2 }),
        rule.base,
      );
      const third = await secops.addVersion(
        rule.ruleId,
        ruleText('renamed', { threshold: 3 }),
        second.versionId,
      );
      expect(await secops.listVersions(rule.ruleId)).toEqual([third, second, rule.version]);
      expect(await secops.getRule(rule.ruleId)).toMatchObject({
        ruleId: rule.ruleId,
        name: 'renamed',
        version: third,
        base: third.versionId,
      });
    });

    it('reads back what stands there as the base of the next version', async () => {
      const { secops } = await open();
      const { ruleId } = await secops.createRule(ruleText('v'));
      const { base } = await listed(secops, ruleId);
      await secops.addVersion(ruleId, ruleText('v', { threshold: 2 }), base);
      expect((await listed(secops, ruleId)).base).not.toBe(base);
    });

    it('keeps both flags over a new version', async () => {
      const { secops } = await open();
      const rule = await secops.createRule(ruleText('v'));
      await secops.setEnabled(rule.ruleId, true);
      await secops.setAlerting(rule.ruleId, true);
      await secops.addVersion(rule.ruleId, ruleText('v', { threshold: 2 }), rule.base);
      expect((await listed(secops, rule.ruleId)).deployment).toEqual({
        enabled: true,
        alerting: true,
      });
    });

    it('does not add a version over somebody else', async () => {
      const { secops, console } = await open();
      const rule = await secops.createRule(ruleText('v'));
      await console.editRule(rule.ruleId, ruleText('v', { threshold: 7 }));
      const attempt = secops.addVersion(rule.ruleId, ruleText('v', { threshold: 2 }), rule.base);
      await expect(attempt).rejects.toBeInstanceOf(ConflictError);
      const { text } = (await listed(secops, rule.ruleId)).version;
      expect(text).toBe(ruleText('v', { threshold: 7 }));
    });

    it('does not add a text that is no rule', async () => {
      const { secops } = await open();
      const rule = await secops.createRule(ruleText('v'));
      await expect(secops.addVersion(rule.ruleId, 'no rule\n', rule.base)).rejects.toMatchObject({
        status: 400,
        effect: 'rejected',
      });
      expect((await listed(secops, rule.ruleId)).base).toBe(rule.base);
    });

    it('sets each flag by itself, also twice', async () => {
      const { secops } = await open();
      const { ruleId } = await secops.createRule(ruleText('f'));
      const flags = async () => (await listed(secops, ruleId)).deployment;
      await secops.setAlerting(ruleId, true);
      expect(await flags()).toEqual({ enabled: false, alerting: true });
      await secops.setEnabled(ruleId, true);
      await secops.setEnabled(ruleId, true);
      expect(await flags()).toEqual({ enabled: true, alerting: true });
      await secops.setAlerting(ruleId, false);
      await secops.setAlerting(ruleId, false);
      expect(await flags()).toEqual({ enabled: true, alerting: false });
      await secops.setEnabled(ruleId, false);
      expect(await flags()).toEqual({ enabled: false, alerting: false });
    });

    it('archives a disabled rule, which then does not alert, and brings it back switched off', async () => {
      const { secops } = await open();
      const { ruleId } = await secops.createRule(ruleText('a'));
      await secops.setAlerting(ruleId, true);
      await secops.archiveRule(ruleId);
      await secops.archiveRule(ruleId);
      const off = { deployment: { enabled: false, alerting: false } };
      expect(await listed(secops, ruleId)).toMatchObject({ archived: true, ...off });
      expect(await secops.getRule(ruleId)).toMatchObject({ archived: true, ...off });
      await secops.unarchiveRule(ruleId);
      await secops.unarchiveRule(ruleId);
      expect(await listed(secops, ruleId)).toMatchObject({ archived: false, ...off });
    });

    it('trap 15: does not archive what is enabled, and does not enable what is archived', async () => {
      const { secops } = await open();
      const { ruleId } = await secops.createRule(ruleText('a'));
      await secops.setEnabled(ruleId, true);
      await expect(secops.archiveRule(ruleId)).rejects.toMatchObject({ effect: 'rejected' });
      await secops.setEnabled(ruleId, false);
      await secops.archiveRule(ruleId);
      await expect(secops.setEnabled(ruleId, true)).rejects.toMatchObject({ effect: 'rejected' });
      expect((await listed(secops, ruleId)).deployment.enabled).toBe(false);
    });

    it('does not find a rule that is gone', async () => {
      const { secops, console } = await open();
      const rule = await secops.createRule(ruleText('g'));
      await console.deleteRule(rule.ruleId);
      expect(await secops.getRule(rule.ruleId)).toBeUndefined();
      const gone = { status: 404, effect: 'rejected' };
      await expect(secops.setEnabled(rule.ruleId, true)).rejects.toMatchObject(gone);
      await expect(secops.archiveRule(rule.ruleId)).rejects.toMatchObject(gone);
      await expect(secops.listVersions(rule.ruleId)).rejects.toMatchObject(gone);
      await expect(
        secops.addVersion(rule.ruleId, ruleText('g', { threshold: 2 }), rule.base),
      ).rejects.toMatchObject(gone);
    });

    it('shows what the service no longer compiles', async () => {
      const { secops, console } = await open();
      const { ruleId } = await secops.createRule(ruleText('c'));
      await console.breakRule(ruleId, 'rule needs to be updated');
      expect(await listed(secops, ruleId)).toMatchObject({
        compileState: 'failed',
        compileError: 'rule needs to be updated',
      });
    });

    it('verifies without storing', async () => {
      const { secops } = await open();
      expect((await secops.verifyRule(ruleText('ok'))).success).toBe(true);
      const refused = await secops.verifyRule('no rule\n');
      expect(refused.success).toBe(false);
      expect(refused.context).not.toBe('');
      expect(await secops.listRules()).toEqual([]);
    });

    it.each(['string', 'regex', 'cidr'] as const)(
      'keeps a %s list as it is given',
      async (kind) => {
        const { secops } = await open();
        const lines = kind === 'cidr' ? ['10.0.0.0/8', '2001:db8::/32'] : ['a', 'b // why'];
        const created = await secops.createList({ ...LIST, kind, lines });
        expect(created).toMatchObject({ name: 'admins', kind, description: 'who may', lines });
        expect(await secops.getList('admins')).toEqual(created);
        expect(await secops.listLists()).toEqual([created]);
      },
    );

    it('creates a list only once', async () => {
      const { secops } = await open();
      await secops.createList(LIST);
      await expect(secops.createList({ ...LIST, lines: ['z'] })).rejects.toMatchObject({
        status: 409,
        effect: 'rejected',
      });
      expect((await secops.getList('admins'))?.lines).toEqual(LIST.lines);
    });

    it('replaces lines and description, and has a new base then', async () => {
      const { secops } = await open();
      const created = await secops.createList(LIST);
      const wanted = { ...LIST, lines: ['only'], description: 'fewer' };
      const updated = await secops.updateList(wanted, created.base);
      expect(updated).toMatchObject({ lines: ['only'], description: 'fewer' });
      expect(updated.base).not.toBe(created.base);
      expect(await secops.getList('admins')).toEqual(updated);
    });

    it('does not write a list over somebody else', async () => {
      const { secops, console } = await open();
      const created = await secops.createList(LIST);
      await console.editList('admins', ['theirs']);
      const attempt = secops.updateList({ ...LIST, lines: ['ours'] }, created.base);
      await expect(attempt).rejects.toBeInstanceOf(ConflictError);
      expect((await secops.getList('admins'))?.lines).toEqual(['theirs']);
    });

    it('does not write a list that is gone', async () => {
      const { secops, console } = await open();
      const { base } = await secops.createList(LIST);
      await console.deleteList('admins');
      expect(await secops.getList('admins')).toBeUndefined();
      await expect(secops.updateList(LIST, base)).rejects.toMatchObject({ status: 404 });
    });

    it('keeps a list without lines', async () => {
      const { secops } = await open();
      const created = await secops.createList({ ...LIST, lines: [] });
      expect(created.lines).toEqual([]);
      expect(await secops.listLists()).toEqual([created]);
    });
  });
}

/** A rule as the whole listing shows it. */
async function listed(secops: SecOps, ruleId: string): Promise<LiveRule> {
  const rule = (await secops.listRules()).find((one) => one.ruleId === ruleId);
  if (rule === undefined) throw new Error(`${ruleId} is not listed`);
  return rule;
}
