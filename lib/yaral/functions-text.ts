import { mayTake, plain, takes, type Signature } from './functions-signature.ts';

const TEXT = takes('string', 'text');
const PATTERN = takes('string', 'pattern', 'regex');

/** Regular expressions, yara-l §5.1. */
export const REGEX_FUNCTIONS = {
  're.regex': plain([TEXT, PATTERN], 'bool', {
    doc: 'whether the pattern occurs anywhere in the text; nocase may follow',
    example: 're.regex($e.principal.process.command_line, `\\bpowershell\\b`) nocase',
  }),
  're.capture': plain([TEXT, PATTERN], 'string', {
    doc: 'the first match, or its group if the pattern has one; empty without a match',
    example: 're.capture($e.principal.user.email_addresses, `@(.*)`)',
  }),
  're.capture_all': plain([TEXT, PATTERN], 'list of strings', {
    doc: 'all matches that do not overlap, or their group if the pattern has one',
    example: 're.capture_all($e.network.http.referral_url, `[?&]([^=]+)=`)',
  }),
  're.replace': plain([TEXT, PATTERN, takes('string', 'replacement', 'replacement')], 'string', {
    doc: 'the text with every match replaced; \\1 to \\9 stand for groups, \\0 for the match',
    example: 're.replace($e.principal.hostname, `\\.example\\.com$`, "")',
  }),
} as const satisfies Readonly<Record<string, Signature>>;

/** Strings, yara-l §5.2. */
export const STRING_FUNCTIONS = {
  'strings.base64_decode': plain([TEXT], 'string', {
    doc: 'the decoded text; what is not base64 stays as it is',
    example: 'strings.base64_decode($e.network.http.user_agent)',
  }),
  'strings.coalesce': plain([TEXT], 'string', {
    variadic: true,
    doc: 'the first argument that is not empty',
    example: 'strings.coalesce($e.principal.hostname, $e.principal.asset.hostname)',
  }),
  'strings.concat': plain([takes('text', 'part')], 'string', {
    variadic: true,
    doc: 'the parts one after another; numbers are written out',
    example: 'strings.concat($e.target.hostname, ":", $e.target.port)',
  }),
  'strings.contains': plain([TEXT, takes('string', 'part')], 'bool', {
    doc: 'whether the part occurs in the text, in this very case',
    example: 'strings.contains($e.target.url, "/admin")',
  }),
  'strings.count_substrings': plain([TEXT, takes('string', 'part')], 'int', {
    doc: 'how often the part occurs, without overlaps',
    example: 'strings.count_substrings($e.target.hostname, ".")',
  }),
  'strings.ends_with': plain([TEXT, takes('string', 'suffix')], 'bool', {
    doc: 'whether the text ends with the suffix; false for an empty suffix',
    example: 'strings.ends_with($e.target.file.full_path, ".exe")',
  }),
  'strings.extract_domain': plain([TEXT], 'string', {
    doc: 'the registrable domain of a URL or host name; empty if there is none',
    example: 'strings.extract_domain($e.target.url)',
  }),
  'strings.extract_hostname': plain([TEXT], 'string', {
    doc: 'the host of a URL',
    example: 'strings.extract_hostname($e.target.url)',
  }),
  'strings.from_base64': plain([TEXT], 'bytes', {
    doc: 'the decoded bytes; empty for what is not base64',
    example: 'strings.from_base64($e.network.http.user_agent)',
  }),
  'strings.from_hex': plain([TEXT], 'bytes', {
    doc: 'the bytes that are written in hexadecimal; empty for what is not',
    example: 'strings.from_hex($e.target.file.sha256)',
  }),
  'strings.length': plain([TEXT], 'int', {
    doc: 'the number of characters',
    example: 'strings.length($e.network.dns.questions.name)',
  }),
  'strings.ltrim': plain([TEXT, mayTake('string', 'characters')], 'string', {
    doc: 'the text without any of the characters at its start',
    example: 'strings.ltrim($e.target.file.full_path, "/")',
  }),
  'strings.reverse': plain([TEXT], 'string', {
    doc: 'the text backwards',
    example: 'strings.reverse($e.target.hostname)',
  }),
  'strings.rtrim': plain([TEXT, mayTake('string', 'characters')], 'string', {
    doc: 'the text without any of the characters at its end',
    example: 'strings.rtrim($e.target.hostname, ".")',
  }),
  'strings.split': plain([TEXT, mayTake('string', 'delimiter')], 'list of strings', {
    doc: 'the parts between delimiters, a comma if none is given',
    example: 'arrays.index_to_str(strings.split($e.principal.hostname, "."), 0)',
  }),
  'strings.starts_with': plain([TEXT, takes('string', 'prefix')], 'bool', {
    doc: 'whether the text begins with the prefix; false for an empty prefix',
    example: 'strings.starts_with($e.target.url, "http://")',
  }),
  'strings.to_lower': plain([TEXT], 'string', {
    doc: 'the text in lower case',
    example: 'strings.to_lower($e.principal.hostname) = $host',
  }),
  'strings.to_upper': plain([TEXT], 'string', {
    doc: 'the text in upper case',
    example: 'strings.to_upper($e.principal.hostname) = $host',
  }),
  'strings.trim': plain([TEXT, mayTake('string', 'characters')], 'string', {
    doc: 'the text without any of the characters at either end',
    example: 'strings.trim($e.principal.user.user_display_name, " ")',
  }),
  'strings.url_decode': plain([TEXT], 'string', {
    doc: 'the text with percent signs undone; empty if they cannot be',
    example: 'strings.url_decode($e.target.url)',
  }),
} as const satisfies Readonly<Record<string, Signature>>;
