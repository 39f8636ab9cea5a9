/** A rule, and what somebody who knows DuckDB would write for it by hand over the same table. */
export interface Rival {
  readonly what: string;
  readonly rule: string;
  readonly hand: string;
}

const label = (key: string): string =>
  `coalesce("target.resource.attribute.labels.value"[list_position("target.resource.attribute.labels.key", '${key}')], '')`;

const rule = (body: string): string => `rule measured {\n  meta:\n    author = "bench"\n${body}}\n`;

export const RIVALS: readonly Rival[] = [
  {
    what: 'CronJob rule, labels',
    rule: rule(`  events:
    $e.metadata.log_type = "KUBERNETES_AUDIT"
    re.regex($e.target.url, \`/apis/batch/v1/namespaces/[^/]+/(cronjobs|jobs)\`)
    $script = strings.concat($e.target.resource.attribute.labels["command"], " ", $e.target.resource.attribute.labels["args"])
  outcome:
    $payload = if(re.regex($script, \`\\b(nc|ncat|socat)\\b.*[0-9]{2,5}\`) nocase, 60)
    $image = if(re.regex($e.target.resource.attribute.labels["image"], \`(kali|nmap|xmrig)\`) nocase, 40)
    $node = if($e.target.resource.attribute.labels["privileged"] = "true" nocase, 40)
    $risk_score = $payload + $image + $node
    $actor = $e.principal.user.userid
    $workload = $e.target.resource.name
  condition:
    $e and $risk_score >= 40
`),
    hand: `SELECT rowid, t, payload + image + node AS risk, "principal.user.userid", "target.resource.name" FROM (
      SELECT rowid, t, "principal.user.userid", "target.resource.name",
        CASE WHEN regexp_matches(${label('command')} || ' ' || ${label('args')}, '(?i)\\b(nc|ncat|socat)\\b.*[0-9]{2,5}') THEN 60 ELSE 0 END AS payload,
        CASE WHEN regexp_matches(${label('image')}, '(?i)(kali|nmap|xmrig)') THEN 40 ELSE 0 END AS image,
        CASE WHEN lower(${label('privileged')}) = 'true' THEN 40 ELSE 0 END AS node
      FROM udm_events WHERE "metadata.log_type" = 'KUBERNETES_AUDIT'
        AND regexp_matches("target.url", '/apis/batch/v1/namespaces/[^/]+/(cronjobs|jobs)'))
      WHERE payload + image + node >= 40 ORDER BY t`,
  },
  {
    what: 'process rule, patterns',
    rule: rule(`  events:
    $e.metadata.event_type = "PROCESS_LAUNCH"
    (
      re.regex($e.target.process.command_line, \`\\bvssadmin(\\.exe)?"?\\s+delete\\s+shadows\\b\`) nocase or
      re.regex($e.target.process.command_line, \`\\bwmic(\\.exe)?"?\\s.*\\bshadowcopy\\b.*\\bdelete\\b\`) nocase or
      re.regex($e.target.process.command_line, \`\\bwbadmin(\\.exe)?"?\\s+delete\\s+(catalog|backup)\\b\`) nocase
    )
  outcome:
    $risk_score = 85
    $host = $e.principal.hostname
    $command = $e.target.process.command_line
  condition:
    $e
`),
    hand: `SELECT rowid, t, 85, "principal.hostname", "target.process.command_line" FROM udm_events
      WHERE "metadata.event_type" = 'PROCESS_LAUNCH' AND regexp_matches("target.process.command_line",
        '(?i)\\bvssadmin(\\.exe)?"?\\s+delete\\s+shadows\\b|\\bwmic(\\.exe)?"?\\s.*\\bshadowcopy\\b.*\\bdelete\\b|\\bwbadmin(\\.exe)?"?\\s+delete\\s+(catalog|backup)\\b')
      ORDER BY t`,
  },
  {
    what: 'windowed count',
    rule: rule(`  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.security_result.action = "BLOCK"
    $e.target.user.userid = $user
  match:
    $user over 1h
  outcome:
    $count = count_distinct($e.metadata.id)
    $risk_score = max(35)
    $hosts = array_distinct($e.principal.hostname)
  condition:
    #e > 3
`),
    hand: `WITH r AS MATERIALIZED (SELECT rowid AS rid, t, "target.user.userid" AS k, "metadata.id" AS id, "principal.hostname" AS h FROM udm_events
        WHERE "metadata.event_type" = 'USER_LOGIN' AND len(list_filter("security_result.action", lambda x: list_contains(x, 'BLOCK'))) > 0 AND "target.user.userid" <> ''),
      c AS (SELECT DISTINCT k, t FROM (SELECT k, t, count(*) OVER (PARTITION BY k ORDER BY t RANGE BETWEEN CURRENT ROW AND 3599999999 FOLLOWING) AS n FROM r) WHERE n > 3),
      p AS (SELECT k, unnest(list_reduce(list_transform(list(t ORDER BY t), lambda x: [x]), lambda a, x: CASE WHEN x[1] >= a[-1] + 3600000000 THEN list_concat(a, x) ELSE a END)) AS ws FROM c GROUP BY k),
      g AS (SELECT r.*, p.ws FROM r ASOF JOIN p ON r.k = p.k AND r.t >= p.ws WHERE r.t < p.ws + 3600000000)
      SELECT k, ws, count(DISTINCT id) AS n, list(DISTINCT h ORDER BY h) AS hosts, min({'t': t, 'r': rid}, 10) AS s FROM g GROUP BY k, ws ORDER BY ws, k`,
  },
  {
    what: 'two events, ordered',
    rule: rule(`  events:
    $f.metadata.event_type = "USER_LOGIN"
    $f.security_result.action = "BLOCK"
    $f.target.user.userid = $user
    $s.metadata.event_type = "USER_LOGIN"
    $s.security_result.action = "ALLOW"
    $s.target.user.userid = $user
    $f.metadata.event_timestamp.seconds <= $s.metadata.event_timestamp.seconds
  match:
    $user over 10m
  outcome:
    $risk_score = max(65)
    $refused = count_distinct($f.metadata.id)
    $hosts = array_distinct($s.principal.hostname)
  condition:
    $f and $s
`),
    hand: `WITH e AS MATERIALIZED (SELECT rowid AS rid, t, t // 1000000 AS s, "target.user.userid" AS k, "metadata.id" AS id, "principal.hostname" AS h, flatten("security_result.action") AS a FROM udm_events
        WHERE "metadata.event_type" = 'USER_LOGIN' AND "target.user.userid" <> ''),
      r AS MATERIALIZED (SELECT f.k, f.rid AS frid, f.id AS fid, f.t AS ft, s.rid AS srid, s.t AS st, s.h, least(f.t, s.t) AS t0, greatest(f.t, s.t) AS t1
        FROM (SELECT *, t // 600000000 AS b FROM e WHERE list_contains(a, 'BLOCK')) f
        JOIN (SELECT *, unnest([t // 600000000 - 1, t // 600000000]) AS b FROM e WHERE list_contains(a, 'ALLOW')) s
          ON f.k = s.k AND f.b = s.b AND f.s <= s.s AND abs(s.t - f.t) < 600000000),
      p AS (SELECT k, unnest(list_reduce(list_transform(list(t0 ORDER BY t0), lambda x: [x]), lambda a, x: CASE WHEN x[1] >= a[-1] + 600000000 THEN list_concat(a, x) ELSE a END)) AS ws
        FROM (SELECT DISTINCT k, t0 FROM r) GROUP BY k),
      g AS (SELECT r.*, p.ws FROM r ASOF JOIN p ON r.k = p.k AND r.t0 >= p.ws WHERE r.t1 < p.ws + 600000000)
      SELECT k, ws, count(DISTINCT fid) AS n, list(DISTINCT h ORDER BY h) AS hosts, list_slice(list_sort(list_distinct(list({'t': ft, 'r': frid}))), 1, 10) AS fs,
        list_slice(list_sort(list_distinct(list({'t': st, 'r': srid}))), 1, 10) AS ss FROM g GROUP BY k, ws ORDER BY ws, k`,
  },
];
