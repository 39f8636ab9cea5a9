import { expect } from 'vitest';

/** A rule as the tenant shows it to anybody who asks. */
export interface SeenRule {
  readonly name: string;
  readonly text: string;
  readonly versionId: string;
  readonly live: boolean;
  readonly alerting: boolean;
  readonly archived: boolean;
}

/** All of a tenant that can be seen through the API: rules by id, lists by name. */
export interface SeenTenant {
  readonly rules: Readonly<Record<string, SeenRule>>;
  readonly lists: Readonly<
    Record<string, { readonly description: string; readonly lines: readonly string[] }>
  >;
}

export type RuleAct =
  | 'enableLiveRule'
  | 'disableLiveRule'
  | 'enableAlerting'
  | 'disableAlerting'
  | 'archive'
  | 'unarchive';

/**
 * The colleague at the web console, played by curl as docs/emulator.md shows it: each edit is the very request that
 * curl would send. Rules are called by their name, or by their id where a name is there twice.
 */
export interface Console {
  idOf(name: string): Promise<string>;
  act(rule: string, act: RuleAct): Promise<void>;
  /** Another text for a rule; going back to an older version is this too. */
  edit(rule: string, text: string): Promise<void>;
  /** Saves and enables, as the console does; gives the rule's id. */
  create(text: string): Promise<string>;
  remove(rule: string): Promise<void>;
  createList(name: string, lines: readonly string[], description?: string): Promise<void>;
  editList(name: string, lines: readonly string[]): Promise<void>;
  see(): Promise<SeenTenant>;
}

/** The console of the tenant at a URL. */
export function consoleAt(url: string): Console {
  const rules = async (): Promise<readonly WireRule[]> => {
    const { rules: all = [] } = await curl<{ rules?: readonly WireRule[] }>(
      `${url}/v2/detect/rules?state=ALL&page_size=1000`,
    );
    return all;
  };
  const lists = async (): Promise<readonly WireList[]> => {
    const { lists: all = [] } = await curl<{ lists?: readonly WireList[] }>(
      `${url}/v2/lists?page_size=1000&view=FULL`,
    );
    return all;
  };
  const idOf = async (name: string): Promise<string> => {
    if (name.startsWith('ru_')) return name;
    const found = (await rules()).filter((rule) => rule.ruleName === name);
    expect(found, `rules named ${name}`).toHaveLength(1);
    return found[0]?.ruleId ?? '';
  };
  const post = async (name: string, verb: string, body?: string): Promise<void> => {
    await curl(`${url}/v2/detect/rules/${await idOf(name)}:${verb}`, { method: 'POST', body });
  };
  return {
    idOf,
    act: (name, act) => post(name, act),
    edit: (name, text) => post(name, 'createVersion', urlencoded(text)),
    create: async (text) => {
      const { ruleId } = await curl<{ ruleId: string }>(`${url}/v2/detect/rules`, {
        method: 'POST',
        body: urlencoded(text),
      });
      await post(ruleId, 'enableLiveRule');
      return ruleId;
    },
    remove: async (name) => {
      await curl(`${url}/v2/detect/rules/${await idOf(name)}`, { method: 'DELETE' });
    },
    createList: async (name, lines, description = `about ${name}`) => {
      const body = JSON.stringify({ name, description, lines });
      await curl(`${url}/v2/lists`, { method: 'POST', body });
    },
    editList: async (name, lines) => {
      const body = JSON.stringify({ name, lines });
      await curl(`${url}/v2/lists?update_mask=list.lines`, { method: 'PATCH', body });
    },
    see: async () => ({
      rules: Object.fromEntries((await rules()).map((rule) => [rule.ruleId, seen(rule)])),
      lists: Object.fromEntries(
        (await lists()).map(({ name, description = '', lines = [] }) => [
          name,
          { description, lines },
        ]),
      ),
    }),
  };
}

/** As the service writes it: what is false or empty is not there. */
interface WireRule {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleText: string;
  readonly versionId: string;
  readonly liveRuleEnabled?: boolean;
  readonly alertingEnabled?: boolean;
  readonly archivedTime?: string;
}

interface WireList {
  readonly name: string;
  readonly description?: string;
  readonly lines?: readonly string[];
}

function seen(rule: WireRule): SeenRule {
  return {
    name: rule.ruleName,
    text: rule.ruleText,
    versionId: rule.versionId,
    live: rule.liveRuleEnabled === true,
    alerting: rule.alertingEnabled === true,
    archived: rule.archivedTime !== undefined,
  };
}

/** `--data-urlencode rule_text@file` */
function urlencoded(text: string): string {
  return `rule_text=${encodeURIComponent(text)}`;
}

/** One curl: with a body (`-d`), curl says that it is a form, whatever stands in it. */
async function curl<Answer>(
  url: string,
  { method = 'GET', body }: { readonly method?: string; readonly body?: string | undefined } = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      'User-Agent': 'curl/8.5.0',
      Accept: '*/*',
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  expect(answer.status, `${method} ${url}: ${text}`).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the wire shapes above are what the tests are about
  return JSON.parse(text) as Answer;
}
