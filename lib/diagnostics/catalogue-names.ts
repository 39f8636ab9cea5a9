import type { Entries } from './catalogue-entry.ts';
import type { NameParams } from './messages-names.ts';
import { snippet } from './snippet.ts';

/** What is wrong with names, what they are bound to and how events are joined (yara-l §3.3, SEM). */
export const NAME_ENTRIES: Entries<NameParams> = {
  SEM001: {
    title: 'a variable that nothing gives a value',
    text: 'A placeholder gets its value from a field: $host = $e.principal.hostname, or the other way round. A comparison with != or < only reads it.',
    bad: snippet`
      events:
        $e.principal.hostname != $host
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $host != "db-1"
      match:
        $host over 1h
    `,
  },
  SEM002: {
    title: 'a placeholder without a field',
    text: 'A placeholder that is bound only to other placeholders, literals or functions of them stands for no value of an event.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
        $label = strings.concat($host, "-x")
      match:
        $host, $label over 1h
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $label = strings.concat($e.principal.hostname, "-x")
      match:
        $host, $label over 1h
    `,
  },
  SEM003: {
    title: 'an event that is not joined to the others',
    text: 'Without a join every event of one kind would meet every event of the other. Compare a field of both, or bind one placeholder to both; a chain of joins is enough.',
    bad: snippet`
      events:
        $login.principal.user.userid = $user
        $change.metadata.event_type = "GROUP_MODIFICATION"
      match:
        $user over 1h
      condition:
        $login and $change
    `,
    good: snippet`
      events:
        $login.principal.user.userid = $user
        $change.metadata.event_type = "GROUP_MODIFICATION"
        $change.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $login and $change
    `,
  },
  SEM004: {
    title: 'a join through arithmetic',
    text: 'Two events are joined by equal fields, as they are. Arithmetic may stand where two fields are compared with < or >.',
    bad: snippet`
      events:
        $a.principal.ip = $address
        $b.principal.ip = $address
        $a.principal.port = $b.principal.port + 1
      match:
        $address over 1h
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.ip = $address
        $b.principal.ip = $address
        $a.principal.port > $b.principal.port + 1
      match:
        $address over 1h
      condition:
        $a and $b
    `,
  },
  SEM005: {
    title: 'a slow join',
    text: 'A join is fast where two fields are equal. If only an or chain, an inequality or a function joins an event, every pair must be looked at.',
    bad: snippet`
      events:
        $a.principal.user.userid = $user
        $a.target.hostname = $b.principal.hostname or $a.target.ip = $b.principal.ip
      match:
        $user over 1h
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.user.userid = $user
        $a.target.hostname = $b.principal.hostname
      match:
        $user over 1h
      condition:
        $a and $b
    `,
  },
  SEM006: {
    title: 'a match variable that events does not bind',
    text: 'match groups events by the value of a placeholder, so events must bind it to a field.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      match:
        $user over 5m
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e.principal.user.userid = $user
      match:
        $user over 5m
    `,
  },
  SEM007: {
    title: 'a match key that is no placeholder',
    text: 'In rules match names placeholders, not fields.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      match:
        $e.principal.ip over 5m
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e.principal.ip = $address
      match:
        $address over 5m
    `,
  },
  SEM008: {
    title: 'a match variable in the condition',
    text: 'Within one detection a match variable has one value, so counting it says nothing. Count events or another placeholder.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 5m
      condition:
        $e and #user > 1
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 5m
      condition:
        #e > 1
    `,
  },
  SEM009: {
    title: 'an event that the condition leaves out',
    text: 'The condition says of every event variable whether it must exist, how often, or that it must not. A placeholder bound to it can stand for it.',
    bad: snippet`
      events:
        $login.principal.user.userid = $user
        $logout.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $login
    `,
    good: snippet`
      events:
        $login.principal.user.userid = $user
        $logout.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $login and !$logout
    `,
  },
  SEM010: {
    title: 'a condition names what nothing declares',
    text: 'The condition tests event variables and placeholders of events, and outcomes.',
    bad: snippet`
      events:
        $login.metadata.event_type = "USER_LOGIN"
      condition:
        $log
    `,
    good: snippet`
      events:
        $login.metadata.event_type = "USER_LOGIN"
      condition:
        $login
    `,
  },
  SEM011: {
    title: 'several events without match',
    text: 'Events are joined within a span of time, and match gives it. A rule without match looks at each event by itself.',
    bad: snippet`
      events:
        $a.principal.hostname = $b.target.hostname
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.target.hostname = $host
      match:
        $host over 1h
      condition:
        $a and $b
    `,
  },
  SEM012: {
    title: 'a rule without an event',
    text: 'Entities of the graph give context to events; alone they cannot happen.',
    bad: snippet`
      events:
        $g.graph.entity.hostname = $host
      match:
        $host over 1h
      condition:
        $g
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $g.graph.entity.hostname = $host
      match:
        $host over 1h
      condition:
        $e and $g
    `,
  },
  SEM013: {
    title: 'an entity that is not joined to an event',
    text: 'An entity that no event is joined with would go with all of them.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
        $g.graph.metadata.entity_type = "ASSET"
      match:
        $host over 1h
      condition:
        $e and $g
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $g.graph.metadata.entity_type = "ASSET"
        $g.graph.entity.hostname = $host
      match:
        $host over 1h
      condition:
        $e and $g
    `,
  },
  SEM014: {
    title: 'a sliding window without an event to slide on',
    text: 'after and before name an event variable: the window begins or ends at each of its events.',
    bad: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
      match:
        $user over 5m after $user
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
      match:
        $user over 5m after $a
      condition:
        $a and $b
    `,
  },
  SEM015: {
    title: 'a name that the language has taken',
    text: 'Words of the language cannot be names of variables, whatever their case.',
    bad: snippet`
      events:
        $match.metadata.event_type = "USER_LOGIN"
      condition:
        $match
    `,
    good: snippet`
      events:
        $login.metadata.event_type = "USER_LOGIN"
      condition:
        $login
    `,
  },
  SEM016: {
    title: 'names that differ only in case',
    text: 'Names have a case, so these are two variables. Mostly one was meant.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
        $e.target.hostname = $Host
      match:
        $host, $Host over 1h
    `,
    good: snippet`
      events:
        $e.principal.hostname = $source
        $e.target.hostname = $target
      match:
        $source, $target over 1h
    `,
  },
  SEM017: {
    title: 'a placeholder that nothing uses',
    text: 'A placeholder that is bound and never read is either left over, or its other use is misspelt.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $address = $e.principal.ip
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $address = $e.principal.ip
      match:
        $address over 1h
    `,
  },
  SEM018: {
    title: 'one name for an event and for a value',
    text: 'A variable is either an event, which has fields, or a placeholder, which is a value.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e = $e.principal.ip
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $address = $e.principal.ip
      match:
        $address over 1h
    `,
  },
  SEM019: {
    title: 'one variable from two sources',
    text: 'A variable reads from events, from the entity graph, or from detections, not from two of them.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
        $e.graph.entity.hostname = $host
      match:
        $host over 1h
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $g.graph.entity.hostname = $host
      match:
        $host over 1h
      condition:
        $e and $g
    `,
  },
  SEM020: {
    title: 'a computed placeholder that is not of one event',
    text: 'A function or if() that gives a placeholder its value takes fields of exactly one event.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $pair = strings.concat($a.principal.user.userid, $b.principal.user.userid)
      match:
        $host, $pair over 1h
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $pair = strings.concat($a.principal.user.userid, $a.target.user.userid)
      match:
        $host, $pair over 1h
      condition:
        $a and $b
    `,
  },
  SEM021: {
    title: 'a function over fields of several events',
    text: 'In events a function is computed before events are joined, so all its fields are of one event.',
    bad: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
        strings.coalesce($a.principal.hostname, $b.principal.hostname) = "db-1"
      match:
        $user over 1h
      condition:
        $a and $b
    `,
    good: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
        $a.principal.hostname = "db-1" or $b.principal.hostname = "db-1"
      match:
        $user over 1h
      condition:
        $a and $b
    `,
  },
  SEM022: {
    title: 'a placeholder bound below or or not',
    text: 'What a placeholder is bound to where its statement need not hold is defined nowhere.',
    bad: snippet`
      events:
        $e.principal.hostname = $host or $e.principal.ip = "192.0.2.1"
      match:
        $host over 1h
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
        $host = "db-1" or $e.principal.ip = "192.0.2.1"
      match:
        $host over 1h
    `,
  },
  SEM023: {
    title: 'a count outside the condition',
    text: 'Events are counted when a detection is made, so # stands in the condition. An outcome counts values with count or count_distinct.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $logins = #e
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $logins = count_distinct($e.metadata.id)
    `,
  },
};
