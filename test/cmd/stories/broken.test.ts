import { describe, expect, it } from 'vitest';
import { ruleText } from '../../helpers/builders.ts';
import { chron, type Ran, type World } from '../../helpers/chron.ts';
import { ruleFiles, testRepository, type TestRepository } from '../../helpers/repository.ts';

interface Told {
  readonly exit: number;
  readonly changes: readonly string[];
  readonly held: readonly string[];
  readonly notices: readonly string[];
}

interface JsonPlan {
  readonly exit: number;
  readonly changes: readonly { readonly kind: string; readonly name: string }[];
  readonly held: readonly {
    readonly name: string;
    readonly reason: string;
    readonly faults?: readonly Fault[];
  }[];
  readonly notices: readonly ({ readonly kind: string } & Partial<Fault>)[];
}

interface Fault {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

function place({ id, path, line, column }: Partial<Fault>): string {
  return `${id} ${path}:${line}:${column}`;
}

function told({ code, out, err }: Ran): Told {
  expect(err).not.toContain('bug in chron');
  const { plans }: { plans: readonly JsonPlan[] } = JSON.parse(out);
  const [plan] = plans;
  if (plan === undefined) throw new Error('no plan');
  expect(plan.exit).toBe(code);
  return {
    exit: code,
    changes: plan.changes.map(({ kind, name }) => `${kind} ${name}`),
    held: plan.held
      .map(({ name, reason, faults = [] }) => [`${name} ${reason}`, ...faults.map(place)].join(' '))
      .toSorted(),
    notices: plan.notices
      .filter(({ kind }) => kind !== 'first-contact')
      .map((notice) => [notice.kind, ...('id' in notice ? [place(notice)] : [])].join(' ')),
  };
}

const on =
  (repository: TestRepository, world: Partial<World> = {}) =>
  async (words: string): Promise<Told> =>
    told(await chron(`${words} --format json`, { cwd: repository.root, ...world }));

const PLAN = 'plan --env local';
const APPLY = 'apply --env local --yes';
const ONE = 'rules/family/one.yaral';
const broken = (name: string, options: Parameters<typeof ruleText>[1] = {}): string =>
  ruleText(name, options).replace('$e.network.sent_bytes', '$e.network.sent_bites');
const FAULT = `FLD001 ${ONE}:8:16`;

/** Answers the question whether a text compiles; everything else goes to the emulator. */
function verifying(success: boolean | 'offline'): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.includes('verifyRule')) return globalThis.fetch(input, init);
      asked.push(url);
      return success === 'offline'
        ? Promise.resolve(
            Response.json({ error: { code: 400, message: 'no', status: 'X' } }, { status: 400 }),
          )
        : Promise.resolve(Response.json({ success, context: success ? '' : 'no such field' }));
    },
  };
}

/** Another detection altogether, so that only `rule_id` tells of what rule it is. */
const REWRITTEN = `  events:
    $other.metadata.event_type = "PROCESS_LAUNCH"
    $other.principal.hostname = $host
    $other.target.process.command_line = /mimikatz/ nocase
  match:
    $host over 10m
  outcome:
    $risk_score = max(85)
    $commands = array_distinct($other.target.process.command_line)
  condition:
    $other and #other > 3
    // `;

/** A tenant with two rules that are on because their severity is high. */
async function onlyHigh(): Promise<{
  readonly repository: TestRepository;
  readonly run: (words: string) => Promise<Told>;
}> {
  const repository = await testRepository({
    ...ruleFiles('one', 'two'),
    'environments/local.yaml': [
      'api: embedded',
      'gate: off',
      'deployment:',
      '  - { enabled: false }',
      '  - { match: { severity: [HIGH] }, enabled: true }',
      '',
    ].join('\n'),
  });
  const run = on(repository);
  await run(APPLY);
  return { repository, run };
}

describe('a rule with errors in its text', () => {
  it('is held alone when it is new, and the others are created', async () => {
    const repository = await testRepository({ ...ruleFiles('two'), [ONE]: broken('one') });
    const run = on(repository);
    const held = [`one invalid-text ${FAULT}`];
    expect(await run(PLAN)).toEqual({
      exit: 3,
      changes: ['create-rule two', 'set-enabled two'],
      held,
      notices: [],
    });
    expect(await run(APPLY)).toMatchObject({ exit: 3, held });
    expect(await run(PLAN)).toEqual({ exit: 3, changes: [], held, notices: [] });
    repository.write(ONE, ruleText('one'));
    repository.commit();
    expect(await run(APPLY)).toMatchObject({
      exit: 0,
      changes: ['create-rule one', 'set-enabled one'],
    });
    expect(await run(PLAN)).toEqual({ exit: 0, changes: [], held: [], notices: [] });
  });

  it('keeps its live text when it is changed, and is said with its place', async () => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    const run = on(repository);
    await run(APPLY);
    repository.write(ONE, broken('one'));
    repository.write('rules/family/two.yaral', ruleText('two', { threshold: 2 }));
    repository.commit();
    const held = [`one invalid-text ${FAULT}`];
    const changes = ['add-version two'];
    expect(await run(PLAN)).toEqual({ exit: 3, changes, held, notices: [] });
    const ran = await chron(PLAN, { cwd: repository.root });
    expect(ran.out).toContain(`${ONE}:8:16 FLD001: `);
    expect(ran.out).toContain('did you mean');
    expect(ran.out).toContain('(exit 3)');
    expect(await run(APPLY)).toMatchObject({ exit: 3, changes, held });
  });

  it('can be turned off', async () => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    const run = on(repository);
    await run(APPLY);
    repository.write(ONE, broken('one'));
    repository.write(
      'environments/local.yaml',
      'api: embedded\ngate: off\ndeployment: [{ enabled: false }]\n',
    );
    repository.commit();
    expect(await run(APPLY)).toMatchObject({
      exit: 3,
      changes: ['set-enabled one', 'set-enabled two'],
      held: [`one invalid-text ${FAULT}`],
    });
  });

  it('is archived like any other', async () => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    const run = on(repository);
    await run(APPLY);
    repository.write(ONE, broken('one'));
    repository.commit();
    await run(APPLY);
    repository.remove(ONE);
    repository.commit();
    expect(await run(`${APPLY} --allow-archived 1`)).toMatchObject({
      exit: 0,
      changes: ['set-enabled one', 'archive-rule one'],
    });
  });

  it.each([
    ['an assignment without its sign', ['severity = "HIGH"', 'severity "HIGH"']],
    ['a section before it', ['  meta:\n', '  events:\n  meta:\n']],
    ['a second one behind', ['  condition:', '  meta:\n    severity "LOW"\n  condition:']],
  ] satisfies [string, [string, string]][])(
    'is not turned off because its severity cannot be read: %s',
    async (_, [right, wrong]) => {
      const { repository, run } = await onlyHigh();
      repository.write(ONE, ruleText('one').replace(right, wrong));
      repository.commit();
      expect(await run(PLAN)).toMatchObject({
        exit: 3,
        changes: [],
        held: [expect.stringMatching(/^one invalid-text PAR/)],
      });
    },
  );

  it('is not turned off because its meta stands last and is broken', async () => {
    const { repository, run } = await onlyHigh();
    const [, meta = ''] = /( {2}meta:\n(?: {4}.*\n)+)/.exec(ruleText('one')) ?? [];
    const moved = meta.replace('severity = "HIGH"', 'severity "HIGH"');
    repository.write(
      ONE,
      ruleText('one')
        .replace(meta, '')
        .replace(/\}\n*$/, `${moved}}\n`),
    );
    repository.commit();
    expect(await run(PLAN)).toMatchObject({ exit: 3, changes: [] });
    expect(await run(APPLY)).toMatchObject({ exit: 3, changes: [] });
  });

  it('hides no console edit of flags that nobody can tell', async () => {
    const { repository, run } = await onlyHigh();
    const records = '.chron/emulator/local.jsonl';
    const lines = repository.read(records);
    const off = lines.replaceAll('"live":true', '"live":false');
    expect(off).not.toBe(lines);
    repository.write(records, off);
    repository.write(ONE, ruleText('one').replace('author = "', 'author "'));
    repository.commit();
    const { exit, held } = await run(PLAN);
    expect([exit, held.map((one) => one.split(' ').slice(0, 2).join(' '))]).toEqual([
      4,
      expect.arrayContaining(['one changed-outside', 'one invalid-text']),
    ]);
  });

  it('keeps the rule that it may be the new name of from being removed', async () => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    const run = on(repository);
    await run(APPLY);
    repository.remove(ONE);
    const other = ruleText('uno', { ruleId: 'id_one' })
      .replace('rule_id = ', 'rule_id ')
      .replace(/ {2}events:[^]*condition:/, REWRITTEN);
    repository.write('rules/family/uno.yaral', other);
    repository.commit();
    expect(await run(PLAN)).toMatchObject({
      exit: 3,
      changes: [],
      held: ['one name-unreadable', expect.stringMatching(/^uno invalid-text PAR001 /)],
    });
    expect(await run(`${APPLY} --allow-archived 5`)).toMatchObject({ exit: 3, changes: [] });
  });

  it('is not looked at while the tenant has the same text', async () => {
    const repository = await testRepository(ruleFiles('one'));
    const run = on(repository);
    await run(APPLY);
    const records = '.chron/emulator/local.jsonl';
    const before = repository.read(records);
    const after = before.replaceAll('sent_bytes', 'sent_bites');
    expect(after).not.toBe(before);
    repository.write(records, after);
    repository.write(ONE, broken('one'));
    repository.write(
      'environments/local.yaml',
      'api: embedded\ngate: off\ndeployment: [{ enabled: true, alerting: true }]\n',
    );
    repository.commit();
    expect(await run(PLAN)).toEqual({
      exit: 0,
      changes: ['set-alerting one'],
      held: [],
      notices: [],
    });
  });

  it('goes on where the repository is lenient', async () => {
    const repository = await testRepository({ [ONE]: broken('one') });
    repository.write('rules/check.yaml', 'lenient: [FLD001]\n');
    expect(await on(repository)(PLAN)).toMatchObject({ exit: 0, held: [], notices: [] });
  });

  it('stops a saved plan from taking it along', async () => {
    const repository = await testRepository({ ...ruleFiles('two'), [ONE]: broken('one') });
    const run = on(repository);
    expect(await run(`${PLAN} --out p.json`)).toMatchObject({ exit: 3 });
    const [, digest] = /"digest":"([0-9a-f]{12})/.exec(repository.read('p.json')) ?? [];
    expect(await run(`apply p.json --digest ${digest}`)).toEqual({
      exit: 3,
      changes: ['create-rule two', 'set-enabled two'],
      held: [`one invalid-text ${FAULT}`],
      notices: [],
    });
  });
});

describe('what chron does not know', () => {
  it.each([
    [true, 0, ['create-rule one', 'set-enabled one'], [`unknown-but-accepted ${FAULT}`]],
    [false, 3, [], []],
    ['offline', 3, [], []],
  ] as const)('is asked for, and the answer is %s', async (answer, exit, changes, notices) => {
    const repository = await testRepository({ [ONE]: broken('one') });
    const world = verifying(answer);
    const ran = await on(repository, world)(PLAN);
    expect(ran).toMatchObject({ exit, changes, notices });
    expect(world.asked).toHaveLength(1);
  });

  it('is not asked for where something else is wrong too', async () => {
    const text = broken('one').replace('"USER_LOGIN"', '"USER_LOGIN" nocase');
    const repository = await testRepository({ [ONE]: text });
    const world = verifying(true);
    expect(await on(repository, world)(PLAN)).toMatchObject({ exit: 3, changes: [] });
    expect(world.asked).toEqual([]);
  });
});

describe('a file in which no name of a rule can be read', () => {
  const unread = [`rule-unreadable PAR002 ${ONE}:1:6`];

  it('is not taken for a removed rule, and the others go on', async () => {
    const repository = await testRepository(ruleFiles('one', 'two', 'three'));
    const run = on(repository);
    await run(APPLY);
    repository.write(ONE, ruleText('one').replace('rule one', 'rule'));
    repository.remove('rules/family/two.yaral');
    repository.write('rules/family/three.yaral', ruleText('three', { threshold: 3 }));
    repository.commit();
    const held = ['one name-unreadable', 'two name-unreadable'];
    const changes = ['add-version three'];
    expect(await run(PLAN)).toEqual({ exit: 3, changes, held, notices: unread });
    expect(await run(APPLY)).toMatchObject({ exit: 3, changes, held });
    expect(await run(PLAN)).toEqual({ exit: 3, changes: [], held, notices: unread });

    repository.write(ONE, ruleText('one', { threshold: 4 }));
    repository.commit();
    expect(await run(`${APPLY} --allow-archived 1`)).toMatchObject({
      exit: 0,
      changes: ['add-version one', 'set-enabled two', 'archive-rule two'],
    });
    expect(await run(PLAN)).toEqual({ exit: 0, changes: [], held: [], notices: [] });
  });

  it('keeps another rule from taking its place by a rename', async () => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    const run = on(repository);
    await run(APPLY);
    repository.write(ONE, 'rule {\n');
    repository.write('rules/family/uno.yaral', ruleText('uno', { ruleId: 'id_one' }));
    repository.commit();
    expect(await run(PLAN)).toMatchObject({
      exit: 3,
      changes: [],
      held: ['uno name-unreadable'],
    });
  });

  it('outside of what the environment selects stops nothing', async () => {
    const repository = await testRepository({
      ...ruleFiles('one', 'two'),
      'rules/experimental/none.yaral': '// nothing yet\n',
      'environments/local.yaml':
        'api: embedded\ngate: off\nrules: { exclude: ["experimental/**"] }\ndeployment: [{ enabled: true }]\n',
    });
    expect(await on(repository)(PLAN)).toMatchObject({ exit: 0, notices: [] });
  });
});
