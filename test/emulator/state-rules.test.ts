import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../lib/emulator/options.ts';
import { ruleText } from '../helpers/builders.ts';
import { start } from './start.ts';
import type { Running } from './start.ts';

const RULES = '/v2/detect/rules';

/** What is done before, what is asked, and what comes of it. */
interface Row {
  readonly title: string;
  readonly before: readonly string[];
  readonly verb: string;
  readonly status: number;
  readonly options?: Partial<EmulatorOptions>;
  readonly live?: boolean;
  readonly alerting?: boolean;
  readonly archived?: boolean;
}

const ROWS: readonly Row[] = [
  { title: 'a new rule is nothing', before: [], verb: 'disableLiveRule', status: 200 },
  { title: 'enables', before: [], verb: 'enableLiveRule', status: 200, live: true },
  {
    title: 'enables twice',
    before: ['enableLiveRule'],
    verb: 'enableLiveRule',
    status: 200,
    live: true,
  },
  { title: 'disables', before: ['enableLiveRule'], verb: 'disableLiveRule', status: 200 },
  {
    title: 'alerts without being live',
    before: [],
    verb: 'enableAlerting',
    status: 200,
    alerting: true,
  },
  { title: 'stops alerting', before: ['enableAlerting'], verb: 'disableAlerting', status: 200 },
  {
    title: 'goes on alerting when it is disabled',
    before: ['enableLiveRule', 'enableAlerting'],
    verb: 'disableLiveRule',
    status: 200,
    alerting: true,
  },
  { title: 'archives', before: [], verb: 'archive', status: 200, archived: true },
  {
    title: 'does not archive a live rule',
    before: ['enableLiveRule'],
    verb: 'archive',
    status: 400,
    live: true,
  },
  {
    title: 'stops alerting when it is archived',
    before: ['enableAlerting'],
    verb: 'archive',
    status: 200,
    archived: true,
  },
  { title: 'archives twice', before: ['archive'], verb: 'archive', status: 200, archived: true },
  {
    title: 'does not enable an archived rule',
    before: ['archive'],
    verb: 'enableLiveRule',
    status: 400,
    archived: true,
  },
  {
    title: 'does not let an archived rule alert',
    before: ['archive'],
    verb: 'enableAlerting',
    status: 400,
    archived: true,
  },
  {
    title: 'comes back as nothing',
    before: ['enableAlerting', 'archive'],
    verb: 'unarchive',
    status: 200,
  },
  { title: 'unarchives what is not archived', before: [], verb: 'unarchive', status: 200 },
  {
    title: 'keeps both flags over a new version',
    before: ['enableLiveRule', 'enableAlerting'],
    verb: 'createVersion',
    status: 200,
    live: true,
    alerting: true,
  },
  {
    title: 'takes a version while archived',
    before: ['archive'],
    verb: 'createVersion',
    status: 200,
    archived: true,
  },
  {
    title: 'can refuse a version while archived',
    before: ['archive'],
    verb: 'createVersion',
    status: 400,
    archived: true,
    options: { versionOfArchived: 'refuse' },
  },
  {
    title: 'can enable an archived rule',
    before: ['archive'],
    verb: 'enableLiveRule',
    status: 200,
    live: true,
    archived: true,
    options: { enableArchived: 'accept' },
  },
  ...(
    [
      [['enableLiveRule'], 'enableLiveRule'],
      [[], 'disableLiveRule'],
      [['enableAlerting'], 'enableAlerting'],
      [[], 'disableAlerting'],
      [['archive'], 'archive'],
      [[], 'unarchive'],
    ] as const
  ).map(([before, verb]): Row => ({
    title: `can refuse ${verb} of what is so already`,
    before,
    verb,
    status: 400,
    options: { repeatedState: 'refuse' },
    live: verb === 'enableLiveRule',
    alerting: verb === 'enableAlerting',
    archived: verb === 'archive',
  })),
];

const REFUSED = {
  error: {
    code: 400,
    status: 'FAILED_PRECONDITION',
    message: expect.stringMatching(/^generic::failed_precondition: rule ru_/),
  },
};
const NEXT_VERSION = expect.objectContaining({ ruleName: 'next' });

describe('a rule', () => {
  it.each(ROWS)('$title', async ({ before, verb, status, options = {}, ...wanted }) => {
    const running = await start({ options });
    const ruleId = await running.create('a');
    for (const one of before) expect((await act(running, ruleId, one)).status).toBe(200);
    const heard = await act(running, ruleId, verb);
    expect(heard.status).toBe(status);
    expect(heard.body).toEqual(
      status === 400 ? REFUSED : verb === 'createVersion' ? NEXT_VERSION : {},
    );
    const { body } = await running.call('GET', `${RULES}/${ruleId}`);
    expect({
      live: body['liveRuleEnabled'],
      alerting: body['alertingEnabled'],
      archived: 'archivedTime' in body,
    }).toEqual({
      live: wanted.live === true ? true : undefined,
      alerting: wanted.alerting === true ? true : undefined,
      archived: wanted.archived === true,
    });
  });

  it.each(['archive', 'unarchive'])(
    '%s takes the newest version id, and no older one',
    async (verb) => {
      const running = await start();
      const { emulator } = running;
      const ruleId = await running.create('a');
      await emulator.console.editRule(ruleId, ruleText('b'));
      const [newest, oldest] = emulator.console.rule(ruleId)?.versions ?? [];
      const old = await act(running, oldest?.versionId ?? '', verb);
      expect(old.body).toMatchObject({
        error: {
          message: `generic::failed_precondition: version ID ${oldest?.versionId} is not the latest version of rule ${ruleId}`,
        },
      });
      expect((await act(running, newest?.versionId ?? '', verb)).status).toBe(200);
    },
  );

  it('shows when alerting last changed if told so', async () => {
    const running = await start({ options: { alertStatusTime: 'shown' } });
    const ruleId = await running.create('a');
    running.clock.advance(60_000);
    await running.emulator.console.editRule(ruleId, ruleText('b'));
    const seen = async (): Promise<unknown> =>
      (await running.call('GET', `${RULES}/${ruleId}`)).body['lastAlertStatusChangeTime'];
    expect(await seen()).toBe('2026-01-01T00:00:00Z');
    await act(running, ruleId, 'enableAlerting');
    expect(await seen()).toBe('2026-01-01T00:01:00Z');
  });
});

describe('capacity', () => {
  const STANDARD_MULTI_EVENT = 75;

  it.each([
    ['failed-precondition', 400, 'FAILED_PRECONDITION'],
    ['resource-exhausted', 429, 'RESOURCE_EXHAUSTED'],
  ] as const)(
    'refuses one multi-event rule too many as %s',
    async (capacityStatus, status, code) => {
      const running = await start({ options: { tier: 'standard', capacityStatus } });
      for (let count = 0; count < STANDARD_MULTI_EVENT; count += 1) {
        await running.emulator.console.createRule(ruleText(`r${count}`, { multiEvent: true }));
      }
      const multi = await running.create('multi', ruleText('multi', { multiEvent: true }));
      const refused = await act(running, multi, 'enableLiveRule');
      expect(refused.status).toBe(status);
      expect(refused.body).toMatchObject({
        error: {
          status: code,
          message: expect.stringMatching(/: the limit of 75 enabled multi-event rules is reached$/),
        },
      });
      const single = await running.create('single');
      expect((await act(running, single, 'enableLiveRule')).status).toBe(200);
      const grown = await running.call('POST', `${RULES}/${single}:createVersion`, {
        ruleText: ruleText('single', { multiEvent: true }),
      });
      expect(grown.status).toBe(status);
      const [first] = running.emulator.console.rules();
      await act(running, first?.rule.ruleId ?? '', 'disableLiveRule');
      expect((await act(running, multi, 'enableLiveRule')).status).toBe(200);
    },
  );

  it.each([
    ['standard', 1000],
    ['enterprise', 2000],
    ['enterprise-plus', 3500],
  ] as const)('of %s is %i enabled rules', async (tier, limit) => {
    const running = await start({ options: { tier } });
    const text = ruleText('a');
    for (let count = 0; count < limit; count += 1) await running.emulator.console.createRule(text);
    const refused = await act(running, await running.create('b'), 'enableLiveRule');
    expect(refused.body).toMatchObject({
      error: {
        message: `generic::failed_precondition: the limit of ${limit} enabled rules is reached`,
      },
    });
  });
});

function act({ call }: Running, id: string, verb: string): ReturnType<Running['call']> {
  const body = verb === 'createVersion' ? { ruleText: ruleText('next') } : undefined;
  return call('POST', `${RULES}/${id}:${verb}`, body);
}
