/** Keys of addresses, in whose order they lie; NULL for what is none. IPv6 is rare and left to a function. */
const IP = `
CREATE OR REPLACE MACRO ip4_number(s) AS try_cast(split_part(s, '.', 1) AS UTINYINT)::BIGINT * 16777216 + try_cast(split_part(s, '.', 2) AS UTINYINT)::BIGINT * 65536
  + try_cast(split_part(s, '.', 3) AS UTINYINT)::BIGINT * 256 + try_cast(split_part(s, '.', 4) AS UTINYINT)::BIGINT;
CREATE OR REPLACE MACRO ip4_key(s) AS CASE WHEN regexp_full_match(s, '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}') AND ip4_number(s) IS NOT NULL
  THEN '4' || lpad(lower(to_hex(ip4_number(s))), 8, '0') END;
CREATE OR REPLACE MACRO ip_key(s) AS CASE WHEN contains(s, ':') THEN nullif(ip6_key(s), '') ELSE ip4_key(s) END;
CREATE OR REPLACE MACRO hex_digit(s) AS strpos('0123456789abcdef', s) - 1;
CREATE OR REPLACE MACRO same_bits(a, b, n) AS left(a, 1 + n // 4) = left(b, 1 + n // 4)
  AND (n % 4 = 0 OR hex_digit(a[n // 4 + 2]) >> (4 - n % 4) = hex_digit(b[n // 4 + 2]) >> (4 - n % 4));
CREATE OR REPLACE MACRO range_bits(s, k) AS CASE WHEN NOT contains(s, '/') THEN len(k) * 4 - 4
  WHEN regexp_full_match(s, '[^/]*/\\d{1,3}') AND split_part(s, '/', 2)::INTEGER <= len(k) * 4 - 4 THEN split_part(s, '/', 2)::INTEGER END;
CREATE OR REPLACE MACRO ip_in_range(s, r) AS coalesce(list_transform([{'a': ip_key(s), 'b': ip_key(split_part(trim(r), '/', 1))}],
  lambda k: same_bits(k.a, k.b, range_bits(trim(r), k.b)))[1], false);
`;

const TEXT = `
CREATE OR REPLACE MACRO finite_or_zero(x) AS CASE WHEN coalesce(isfinite(x), false) THEN x ELSE 0.0::DOUBLE END;
CREATE OR REPLACE MACRO float_text(x) AS CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN x::BIGINT::VARCHAR ELSE x::VARCHAR END;
CREATE OR REPLACE MACRO time_text(x) AS CASE WHEN x % 1000000 = 0 THEN strftime(make_timestamp(x), '%Y-%m-%dT%H:%M:%SZ') ELSE strftime(make_timestamp(x), '%Y-%m-%dT%H:%M:%S.%fZ') END;
CREATE OR REPLACE MACRO int_of(s) AS CASE WHEN regexp_full_match(s, '[+-]?\\d{1,18}') THEN try_cast(s AS BIGINT)
  ELSE coalesce(try_cast(trunc(try_cast(s AS DOUBLE)) AS BIGINT), 0) END;
CREATE OR REPLACE MACRO padded(s) AS rpad(s, ((length(s) + 3) // 4 * 4)::INTEGER, '=');
CREATE OR REPLACE MACRO base64_bytes(s) AS to_base64(coalesce(try(from_base64(padded(s))), ''::BLOB));
CREATE OR REPLACE MACRO base64_text(s) AS coalesce(try(decode(from_base64(padded(s)))), s);
CREATE OR REPLACE MACRO url_text(s) AS CASE WHEN regexp_matches(s, '%([^0-9A-Fa-f]|[0-9A-Fa-f]?([^0-9A-Fa-f]|$))') THEN '' ELSE coalesce(try(url_decode(s)), '') END;
CREATE OR REPLACE MACRO geo_distance(lon1, lat1, lon2, lat2) AS CASE
  WHEN abs(lon1) > 180 OR abs(lon2) > 180 OR abs(lat1) > 90 OR abs(lat2) > 90 THEN -1.0::DOUBLE
  ELSE 2 * 6371010.0 * asin(least(1.0, sqrt(pow(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)))) END;
`;

/** Timestamps as RFC 3339 or as seconds and nanoseconds, durations as 3.5s: microseconds, or NULL for what is none (yara-l §4.1). */
const TIME = `
CREATE OR REPLACE MACRO time_micros(s) AS coalesce(
  epoch_us(try_cast(s AS TIMESTAMPTZ)),
  CASE WHEN starts_with(s, '{') THEN coalesce(try_cast((s->>'$.seconds') AS BIGINT), 0) * 1000000 + coalesce(try_cast((s->>'$.nanos') AS BIGINT), 0) // 1000
    WHEN ends_with(s, 's') THEN try_cast(try_cast(rtrim(s, 's') AS DOUBLE) * 1000000 AS BIGINT) END);
`;

/** What queries call by name, made once for each engine. */
export const MACROS = `${IP}${TEXT}${TIME}`;
