import { describe, expect, it } from 'vitest';
import { contradicts, gateDecision, gateDemand } from '../../lib/gate/decision.ts';
import { RULE_BOOK, type RuleBookRow } from '../../lib/gate/rule-book.ts';
import {
  LIVE_STATES,
  liveState,
  TEXT_CHANGES,
  type Transition,
  WANTED_STATES,
  wantedState,
} from '../../lib/gate/transition.ts';
import { DEFAULT_GATE, type GatePolicy } from '../../lib/model/gate.ts';
import { ALLOWANCES, type Allowance } from '../../lib/model/verdict.ts';

/** Every transition there is. */
const ALL: readonly Transition[] = LIVE_STATES.flatMap((live) =>
  WANTED_STATES.flatMap((wanted) =>
    TEXT_CHANGES.flatMap((text) =>
      [false, true].map((listEdited) => ({ live, wanted, text, listEdited })),
    ),
  ),
);
const BOOK: readonly RuleBookRow[] = RULE_BOOK;
const MUTED: GatePolicy = { ...DEFAULT_GATE, retrohuntAlerting: 'muted' };

/** `live > wanted, text` and perhaps `list`. */
function parse(words: string): Transition {
  const match = /^(\S+) > (\S+), (\w+)( list)?$/.exec(words);
  const found = ALL.find(
    ({ live, wanted, text, listEdited }) =>
      live === match?.[1] &&
      wanted === match[2] &&
      text === match[3] &&
      listEdited === (match[4] !== undefined),
  );
  if (found === undefined) throw new Error(words);
  return found;
}

function decided(words: string, allows: Allowance | undefined, policy = DEFAULT_GATE) {
  const { goes, held, exit, restoreLines } = gateDecision(
    parse(words),
    policy,
    allows === undefined ? undefined : { allows },
  );
  return [
    ...goes.map((step) => `+${step}`),
    ...held.map((step) => `-${step}`),
    ...(restoreLines ? ['lines'] : []),
    exit,
  ].join(' ');
}

const NONE = '';
const STORED_HELD = '+add-version -set-enabled';

describe('the rule book', () => {
  it('has exactly one row for every transition', () => {
    const fitting = ALL.map(({ live, wanted, text, listEdited }) =>
      BOOK.filter(
        (row) =>
          row.live.includes(live) &&
          row.wanted.includes(wanted) &&
          row.text.includes(text) &&
          (row.listEdited === undefined || row.listEdited === listEdited),
      ).map(({ row }) => row),
    );
    expect(ALL.filter((_, at) => fitting[at]?.length !== 1)).toEqual([]);
    expect(new Set(fitting.flat())).toEqual(new Set(BOOK.map(({ row }) => row)));
  });

  // transition | first | measured by | evidence | pass | fail, and unproven with onUnproven: block | unproven with onUnproven: warn
  it.each([
    [
      'new > off, none',
      NONE,
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    [
      'off > off, logic',
      NONE,
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    ['off > off, none list', NONE, 'nothing', 'none', '0', '0', '0'],
    [
      'new > enabled, none',
      NONE,
      'retrohunt',
      'none',
      '+add-version +set-enabled 0',
      `${STORED_HELD} 4`,
      '+add-version +set-enabled 0',
    ],
    [
      'new > alerting, none',
      NONE,
      'retrohunt',
      'none',
      '+add-version +set-enabled +set-alerting 0',
      `${STORED_HELD} -set-alerting 4`,
      '+add-version +set-enabled -set-alerting 4',
    ],
    [
      'off > enabled, none',
      NONE,
      'retrohunt',
      'none',
      '+set-enabled 0',
      '-set-enabled 4',
      '+set-enabled 0',
    ],
    [
      'off > enabled, harmless',
      NONE,
      'retrohunt',
      'none',
      '+add-version +set-enabled 0',
      `${STORED_HELD} 4`,
      '+add-version +set-enabled 0',
    ],
    [
      'off > alerting, logic list',
      NONE,
      'retrohunt',
      'none',
      '+add-version +set-enabled +set-alerting 0',
      `${STORED_HELD} -set-alerting lines 4`,
      '+add-version +set-enabled -set-alerting lines 4',
    ],
    ['off-alerting > off, none', 'alerting-off', 'nothing', 'none', '0', '0', '0'],
    [
      'off-alerting > enabled, none',
      'alerting-off',
      'retrohunt',
      'none',
      '+set-enabled 0',
      '-set-enabled 4',
      '+set-enabled 0',
    ],
    [
      'off-alerting > alerting, logic',
      'alerting-off',
      'retrohunt',
      'none',
      '+add-version +set-enabled +set-alerting 0',
      `${STORED_HELD} -set-alerting 4`,
      '+add-version +set-enabled -set-alerting 4',
    ],
    [
      'enabled > enabled, logic',
      NONE,
      'test-run-of-both',
      'retrohunt',
      '+add-version 0',
      '-add-version 4',
      '+add-version 0',
    ],
    [
      'enabled > alerting, logic',
      NONE,
      'test-run-of-both',
      'retrohunt',
      '+add-version +set-alerting 0',
      '-add-version -set-alerting 4',
      '+add-version -set-alerting 4',
    ],
    [
      'alerting > alerting, logic',
      NONE,
      'test-run-of-both',
      'none',
      '+add-version 0',
      '-add-version 4',
      '-add-version 4',
    ],
    [
      'alerting > enabled, logic',
      'alerting-off',
      'test-run-of-both',
      'none',
      '+add-version 0',
      '-add-version 4',
      '+add-version 0',
    ],
    [
      'enabled > off, logic',
      'disable',
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    [
      'alerting > off, logic',
      'alerting-off disable',
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    [
      'enabled > alerting, none',
      NONE,
      'retrohunt',
      'none',
      '+set-alerting 0',
      '-set-alerting 4',
      '-set-alerting 4',
    ],
    [
      'enabled > alerting, harmless list',
      NONE,
      'retrohunt',
      'none',
      '+add-version +set-alerting 0',
      '+add-version -set-alerting lines 4',
      '+add-version -set-alerting lines 4',
    ],
    [
      'enabled > enabled, none list',
      NONE,
      'test-run-after-list',
      'none',
      '0',
      'lines 4',
      'lines 4',
    ],
    [
      'alerting > alerting, none list',
      NONE,
      'test-run-after-list',
      'none',
      '0',
      'lines 4',
      'lines 4',
    ],
    [
      'alerting > enabled, none list',
      'alerting-off',
      'test-run-after-list',
      'none',
      '0',
      'lines 4',
      'lines 4',
    ],
    [
      'enabled > enabled, harmless',
      NONE,
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    [
      'alerting > alerting, harmless',
      NONE,
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    [
      'alerting > enabled, harmless',
      'alerting-off',
      'nothing',
      'none',
      '+add-version 0',
      '+add-version 0',
      '+add-version 0',
    ],
    ['enabled > enabled, none', NONE, 'nothing', 'none', '0', '0', '0'],
  ])(
    '%s: first "%s", measured by %s, evidence %s',
    (words, first, measure, evidence, pass, fail, warned) => {
      const demand = gateDemand(parse(words), DEFAULT_GATE);
      expect([demand.first.join(' '), demand.measure, demand.evidence]).toEqual([
        first,
        measure,
        evidence,
      ]);
      expect(decided(words, 'alerting')).toBe(pass);
      expect(decided(words, 'nothing')).toBe(fail);
      expect(decided(words, 'enabling')).toBe(warned);
      // nobody has measured: as if it had failed
      expect(decided(words, undefined)).toBe(fail);
    },
  );

  it('mutes a rule that alerts only where the environment says so, and tests it all the same', () => {
    const changed = parse('alerting > alerting, logic');
    expect(gateDemand(changed, MUTED)).toMatchObject({
      measure: 'test-run-of-both',
      evidence: 'muted-retrohunt',
    });
    const others = ALL.filter(
      (one) => one !== changed && gateDemand(one, MUTED).evidence === 'muted-retrohunt',
    );
    expect(others.map(({ live, wanted, text }) => `${live} > ${wanted}, ${text}`)).toEqual([
      'alerting > alerting, logic',
    ]);
  });
});

describe('gateDecision', () => {
  const EVERY = ALL.flatMap((transition) =>
    [...ALLOWANCES, undefined].map((allows) => ({
      transition,
      allows,
      found: gateDecision(transition, DEFAULT_GATE, allows === undefined ? undefined : { allows }),
    })),
  );

  it('never lets a rule alert with other logic, or begin to, without a verdict that allows alerting', () => {
    const wrong = EVERY.filter(
      ({ transition: { live, wanted, text }, allows, found: { goes } }) =>
        allows !== 'alerting' &&
        (goes.includes('set-alerting') ||
          (live === 'alerting' &&
            wanted === 'alerting' &&
            text === 'logic' &&
            goes.includes('add-version'))),
    );
    expect(wrong).toEqual([]);
  });

  it('never enables, or changes the logic of a rule that stays enabled, where nothing is allowed', () => {
    const wrong = EVERY.filter(
      ({ transition: { live, wanted, text }, allows, found: { goes } }) =>
        (allows === undefined || allows === 'nothing') &&
        (goes.includes('set-enabled') ||
          (live !== 'new' &&
            !live.startsWith('off') &&
            wanted !== 'off' &&
            text === 'logic' &&
            goes.includes('add-version'))),
    );
    expect(wrong).toEqual([]);
  });

  it('lets rules be turned off whatever was measured, and hunts no rule that alerts', () => {
    const wrong = EVERY.filter(({ transition: { live, wanted }, found }) => {
      const { measure, evidence, held, exit, first } = found;
      const stopped = measure === 'nothing' && held.length === 0 && exit === 0;
      return (
        (wanted === 'off' && !stopped) ||
        (live === 'alerting' && wanted === 'enabled' && !first.includes('alerting-off')) ||
        (live === 'alerting' && (measure === 'retrohunt' || evidence === 'retrohunt'))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('holds nothing that goes, and names every step once', () => {
    for (const { found } of EVERY) {
      const steps = [...found.goes, ...found.held];
      expect(new Set(steps).size).toBe(steps.length);
      expect(found.exit).toBe(found.held.length > 0 || found.restoreLines ? 4 : 0);
    }
  });

  it('asks for nothing where the gate is off, and quiets all the same', () => {
    for (const transition of ALL) {
      const found = gateDecision(transition, undefined, undefined);
      expect(found).toMatchObject({ measure: 'nothing', evidence: 'none', held: [], exit: 0 });
      expect(found.first).toEqual(gateDemand(transition, DEFAULT_GATE).first);
    }
  });
});

describe('contradicts', () => {
  it.each([
    ['nothing', 'alerting', true],
    ['enabling', 'alerting', true],
    ['nothing', 'enabling', true],
    ['alerting', 'alerting', false],
    ['alerting', 'enabling', false],
    ['nothing', 'nothing', false],
  ] as const)(
    'says of a hunt that allows %s after a test run that allows %s: %s',
    (hunt, run, said) => {
      expect(contradicts({ allows: hunt }, { allows: run })).toBe(said);
    },
  );
});

describe('states', () => {
  it.each([
    [{ enabled: false, alerting: false }, 'off', 'off'],
    [{ enabled: false, alerting: true }, 'off-alerting', 'alerting'],
    [{ enabled: true, alerting: false }, 'enabled', 'enabled'],
    [{ enabled: true, alerting: true }, 'alerting', 'alerting'],
  ])('of %j are %s where it is live, and %s where it is wanted', (switches, live, wanted) => {
    expect(liveState(switches)).toBe(live);
    expect(wantedState(switches)).toBe(wanted);
  });

  it('of a rule that is not there is new', () => {
    expect(liveState(undefined)).toBe('new');
  });
});
