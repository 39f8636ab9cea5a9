import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import { FUNCTIONS } from '../../lib/yaral/functions.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { ruleOf } from './find.ts';

/** What the event of the samples has: texts by key, so that every argument can be a field. */
const TEXTS: Readonly<Record<string, string>> = {
  banana: 'banana',
  name: 'name',
  empty: '',
  mail: 'alice@google.com',
  base64: 'dGVzdA==',
  bare64: 'dGVzdA',
  broken: '%ZZ',
  url: 'https://user@www.google.co.in:8080/path?q=1',
  encoded: 'a%20b+c%C3%A9',
  csv: '1.1,2,abc',
  spaces: 'a aastraa aa ',
  test: 'test',
  number: '2.01',
};

const t = (key: string): string => `$e.additional.fields["${key}"]`;
/** 2024-02-22 10:43:51 UTC, a Thursday. */
const SECONDS = '$e.metadata.event_timestamp.seconds';

/** An expression and what it gives, as yara-l §5 has it. */
const SAMPLES: readonly (readonly [expression: string, expected: string])[] = [
  [`if(re.regex(${t('banana')}, \`^b.n\`), 1, 0)`, '1'],
  [`if(re.regex(${t('banana')}, \`ANA\`) nocase, 1, 0)`, '1'],
  [`if(re.regex(${t('banana')}, \`ANA\`), 1, 0)`, '0'],
  [`re.capture(${t('mail')}, \`@(.*)\`)`, 'google.com'],
  [`re.capture(${t('mail')}, \`@.*\`)`, '@google.com'],
  [`re.capture(${t('mail')}, \`x(.)\`)`, ''],
  [`arrays.join_string(re.capture_all(${t('banana')}, \`.a\`), "|")`, 'ba|na|na'],
  [`arrays.join_string(re.capture_all(${t('banana')}, \`(.)a\`), "|")`, 'b|n|n'],
  [`re.replace(${t('banana')}, \`ana\`, "111")`, 'b111na'],
  [`re.replace(${t('name')}, \`\`, "1")`, '1n1a1m1e1'],
  [`re.replace(${t('mail')}, \`(.*)@(.*)\`, \`\\2 \\1\`)`, 'google.com alice'],
  [`re.replace(${t('empty')}, \`^$\`, "filled")`, 'filled'],
  [`strings.base64_decode(${t('base64')})`, 'test'],
  [`strings.base64_decode(${t('bare64')})`, 'test'],
  [`strings.base64_decode(${t('mail')})`, 'alice@google.com'],
  [`strings.coalesce(${t('empty')}, ${t('name')}, ${t('mail')})`, 'name'],
  [`strings.concat(${t('name')}, ":", $e.principal.port)`, 'name:443'],
  [`strings.concat(1.0, "-", 1.5)`, '1-1.5'],
  [`if(strings.contains(${t('banana')}, "nan"), 1, 0)`, '1'],
  [`if(strings.contains(${t('banana')}, "NAN"), 1, 0)`, '0'],
  [`strings.count_substrings(strings.to_upper("abababa"), "ABA")`, '2'],
  [`strings.count_substrings(${t('banana')}, "")`, '0'],
  [`if(strings.starts_with(${t('banana')}, "ban"), 1, 0)`, '1'],
  [`if(strings.starts_with(${t('banana')}, ""), 1, 0)`, '0'],
  [`if(strings.starts_with(${t('banana')}, "banana"), 1, 0)`, '1'],
  [`if(strings.ends_with(${t('banana')}, "ana"), 1, 0)`, '1'],
  [`if(strings.ends_with(${t('banana')}, "banana"), 1, 0)`, '1'],
  [`if(strings.ends_with(${t('banana')}, ""), 1, 0)`, '0'],
  [`strings.extract_domain(${t('url')})`, 'google.co.in'],
  [`strings.extract_domain("1234")`, ''],
  [`strings.extract_domain("mailto:?to=a&subject=b")`, ''],
  [`strings.extract_domain("test#@google.com")`, ''],
  [`strings.extract_domain("https://test#@google.com")`, ''],
  [`strings.extract_domain("https://google.co.in")`, 'google.co.in'],
  [`strings.extract_domain("foo.us.com")`, 'us.com'],
  [`strings.extract_domain("x http://www.google.com/")`, 'google.com'],
  [`strings.extract_hostname(${t('url')})`, 'www.google.co.in'],
  [`strings.extract_hostname("1234")`, '1234'],
  [`strings.extract_hostname("mailto:?to=a")`, 'mailto'],
  [`strings.extract_hostname("test#@google.com")`, 'test'],
  [`strings.extract_hostname("https://test#@google.com")`, 'test'],
  [`bytes.to_base64(strings.from_base64(${t('bare64')}))`, 'dGVzdA=='],
  [`bytes.to_base64(strings.from_base64(${t('mail')}))`, ''],
  [`bytes.to_base64(strings.from_hex("74657374"))`, 'dGVzdA=='],
  [`bytes.to_base64(strings.from_hex("zz"))`, ''],
  [`cast.as_string(strings.from_hex("74657374"))`, 'test'],
  [`strings.length(${t('banana')})`, '6'],
  [`strings.ltrim(${t('spaces')}, " a")`, 'straa aa '],
  [`strings.rtrim(${t('spaces')}, " a")`, 'a aastr'],
  [`strings.trim(${t('spaces')}, " a")`, 'str'],
  [`strings.trim("  x ")`, 'x'],
  [`strings.reverse(${t('name')})`, 'eman'],
  [`arrays.join_string(strings.split(${t('csv')}), ";")`, '1.1;2;abc'],
  [`arrays.join_string(strings.split(${t('name')}, ""), ";")`, 'n;a;m;e'],
  [`arrays.size(strings.split(${t('name')}, ","))`, '1'],
  [`strings.to_lower(strings.to_upper(${t('name')}))`, 'name'],
  [`strings.url_decode(${t('encoded')})`, 'a b+cé'],
  [`strings.url_decode(${t('broken')})`, ''],
  [`math.abs(0 - $e.principal.port)`, '443'],
  [`math.ceil(0 - cast.as_float("1.2"))`, '-1'],
  [`math.floor(0 - cast.as_float("1.23"))`, '-2'],
  [`math.round(0 - cast.as_float("10.7"))`, '-11'],
  [`math.round(cast.as_float("1.2567"), 2)`, '1.26'],
  [`math.log(0 - $e.principal.port)`, '0'],
  [`math.log(cast.as_float("1"))`, '0'],
  [`math.pow(2, 10)`, '1024'],
  [`math.pow(10, 1000)`, '0'],
  [`math.sqrt($e.principal.port * $e.principal.port)`, '443'],
  [`math.sqrt(0 - $e.principal.port)`, '0'],
  [`if(math.random() < 1, 1, 0)`, '1'],
  [`if(math.is_increasing(1, 2, $e.principal.port), 1, 0)`, '1'],
  [`if(math.is_increasing(1, 1, $e.principal.port), 1, 0)`, '0'],
  [`math.round(math.geo_distance(-122.020287, 37.407574, -122.021810, 37.407574))`, '135'],
  [`math.geo_distance(-200.0, 37.4, -122.0, 37.4)`, '-1'],
  [`math.geo_distance(-122.0, 37.4, -122.0, 37.4)`, '0'],
  ['arrays.length($e.principal.ip)', '2'],
  [`if(arrays.contains(strings.split(${t('csv')}), "2"), 1, 0)`, '1'],
  [
    'arrays.join_string(arrays.concat($e.principal.ip, $e.target.ip), ",")',
    '10.0.0.1,10.0.0.2,10.0.0.3',
  ],
  ['arrays.join_string($e.principal.ip)', '10.0.0.110.0.0.2'],
  ['arrays.max($e.network.dns.questions.type)', '28'],
  ['arrays.min($e.network.dns.questions.type)', '0'],
  ['arrays.min($e.network.dns.questions.type, true)', '1'],
  [`arrays.index_to_str(strings.split(${t('csv')}), 0)`, '1.1'],
  [`arrays.index_to_str(strings.split(${t('csv')}), 0 - 1)`, 'abc'],
  [`arrays.index_to_str(strings.split(${t('csv')}), 9)`, ''],
  [`arrays.index_to_int(strings.split(${t('csv')}), 0)`, '1'],
  [`arrays.index_to_int(strings.split(${t('csv')}), 2)`, '0'],
  [`arrays.index_to_float(strings.split(${t('csv')}), 0)`, '1.1'],
  [`if(cast.as_bool("TRUE"), 1, 0)`, '1'],
  [`if(cast.as_bool("yes"), 1, 0)`, '0'],
  [`if(cast.as_bool(1), 1, 0)`, '1'],
  [`cast.as_int(${t('number')})`, '2'],
  [`cast.as_int(${t('name')})`, '0'],
  [`cast.as_float(${t('number')})`, '2.01'],
  [`cast.as_float(${t('name')})`, '0'],
  [`cast.as_string(1)`, '1'],
  [`cast.as_string(9223372036854775808, "too large")`, 'too large'],
  [`hash.sha256(${t('test')})`, '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  [
    `hash.sha256(strings.from_hex("74657374"))`,
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ],
  [`hash.fingerprint2011(${t('test')})`, '8473225671271759044'],
  [`hash.fingerprint2011(strings.concat(${t('empty')}, ""))`, '2570847921467975139'],
  [`hash.fingerprint2011("user123")`, '6132273126286644035'],
  [`hash.fingerprint2011("${'test'.repeat(8)}")`, '7345148637025587076'],
  [`hash.fingerprint2011("${'a'.repeat(33)}")`, '3082823250584120868'],
  [`hash.fingerprint2011("${'a'.repeat(65)}")`, '8144052485082039262'],
  [`hash.fingerprint2011("${'test'.repeat(64)}")`, '4904844928629814570'],
  [`if(optimization.sample_rate(${t('test')}, 45, 100), 1, 0)`, '1'],
  [`if(optimization.sample_rate(${t('test')}, 44, 100), 1, 0)`, '0'],
  [`if(net.ip_in_range_cidr($e.principal.asset.ip[0], "192.0.2.0/8"), 1, 0)`, '1'],
  [`if(net.ip_in_range_cidr($e.principal.asset.ip[1], "2001:db8::/32"), 1, 0)`, '1'],
  [`if(net.ip_in_range_cidr($e.principal.asset.ip[2], "0.0.0.0/0"), 1, 0)`, '0'],
  [`if(net.ip_in_range_cidr($e.principal.asset.ip[3], "0.0.0.0/0"), 1, 0)`, '0'],
  ['timestamp.current_seconds()', '1708598631'],
  ['timestamp.now()', '1708598631'],
  ['timestamp.as_unix_seconds("2024-02-22 10:43:51")', '1708598631'],
  ['timestamp.as_unix_seconds("2024-02-22 02:43:51", "America/Los_Angeles")', '1708598631'],
  ['timestamp.as_unix_seconds("2024-02-22 02:43:51", "-08:00")', '1708598631'],
  [`timestamp.get_date(${SECONDS})`, '2024-02-22'],
  [`timestamp.get_date(${SECONDS}, "Pacific/Auckland")`, '2024-02-22'],
  [`timestamp.get_hour(${SECONDS})`, '10'],
  [`timestamp.get_hour(${SECONDS}, "-08:00")`, '2'],
  [`timestamp.get_minute(${SECONDS})`, '43'],
  [`timestamp.get_day_of_week(${SECONDS})`, '5'],
  [`timestamp.get_week(${SECONDS})`, '7'],
  [`timestamp.get_timestamp(${SECONDS})`, '2024-02-22 10:43:51'],
  [`timestamp.get_timestamp(${SECONDS}, "MINUTE")`, '2024-02-22 10:43'],
  [`timestamp.get_timestamp(${SECONDS}, "HOUR")`, '2024-02-22 10'],
  [`timestamp.get_timestamp(${SECONDS}, "DATE")`, '2024-02-22'],
  [`timestamp.get_timestamp(${SECONDS}, "WEEK")`, '2024-02-18'],
  [`timestamp.get_timestamp(${SECONDS}, "MONTH", "America/Los_Angeles")`, '2024-02'],
  [`timestamp.get_timestamp(${SECONDS}, "YEAR")`, '2024'],
  [`timestamp.get_timestamp(${SECONDS}, "%F %R")`, '2024-02-22 10:43'],
  [`if($e.principal.port = 443, "yes", "no")`, 'yes'],
  [`if($e.principal.port = 22, 5)`, '0'],
  ['7 / 2', '3.5'],
  ['$e.principal.port / 0', '0'],
  ['7 % 4', '3'],
  ['4 * 1024 * 1024 * 1024', '4294967296'],
];

const EVENT = {
  metadata: { event_timestamp: '2024-02-22T10:43:51Z' },
  principal: {
    port: 443,
    ip: ['10.0.0.1', '10.0.0.2'],
    asset: { ip: ['192.0.2.1', '2001:DB8::1', '256.1.1.1', '::ffff:1.2.3.4'] },
  },
  target: { ip: ['10.0.0.3'] },
  network: { dns: { questions: [{ type: 1 }, { type: 28 }, {}] } },
  additional: TEXTS,
};

const PER_RULE = 18;
const found = new Map<string, string>();

describe('functions of the language', () => {
  beforeAll(async () => {
    const chunks: (typeof SAMPLES)[] = [];
    for (let from = 0; from < SAMPLES.length; from += PER_RULE) {
      chunks.push(SAMPLES.slice(from, from + PER_RULE));
    }
    const queries = chunks.map((chunk) => {
      const text = ruleOf({
        events: ['$e.principal.port = 443'],
        outcome: chunk.map(([expression], place) => `$o${place} = ${expression}`),
      });
      const source = { path: 'functions.yaral', text };
      const { query, diagnostics = [] } = compileRule(
        source,
        analyze(source, { lenient: new Set(['TYP004', 'TYP012', 'TYP020']) }),
        { now: 1_708_598_631 },
      );
      if (query === undefined) {
        throw new Error(
          diagnostics.map((one) => `${one.line}: ${one.id} ${one.message}`).join('\n'),
        );
      }
      return query;
    });
    const engine = await openEngine();
    const reads = queries.flatMap((query) => query.reads);
    await engine.load([{ kind: 'events', events: [{ event: EVENT }] }], reads);
    for (const [at, query] of queries.entries()) {
      const { detections, errors } = await engine.run(query);
      if (errors.length > 0) throw new Error(errors.join('\n'));
      const outcomes = detections[0]?.detection.outcomes ?? [];
      chunks[at]?.forEach(([expression], place) =>
        found.set(expression, outcomes[place]?.value ?? 'nothing found'),
      );
    }
    engine.close();
  });
  afterAll(() => found.clear());

  it.each(SAMPLES)('%s is %s', (expression, expected) => {
    expect(found.get(expression)).toBe(expected);
  });

  it('are all tried, but those over the rows of a detection', () => {
    const tried = SAMPLES.map(([expression]) => expression).join(' ');
    const untried = Object.entries(FUNCTIONS)
      .filter(([name, { kind }]) => kind === 'function' && !tried.includes(`${name}(`))
      .map(([name]) => name);
    expect(untried).toEqual([]);
  });
});
