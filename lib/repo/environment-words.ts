import type { Problem } from './problem.ts';
import { GLOB_CHARACTERS } from './globs.ts';
import type { ShapeWords } from './shape.ts';

const ACCOUNT = 'the e-mail address of an account';
const SHARE = 'a share such as 30%';
const GLOB = `a glob of at most ${GLOB_CHARACTERS} characters, in quotes`;
const GLOBS = `a glob, or a list of them, each of at most ${GLOB_CHARACTERS} characters`;
const WORDS = 'a word or a list of words, in quotes where they are numbers';

const ADDRESS: Problem = {
  id: 'credentials',
  message: 'credentials never hold a path or a URL',
  hint: 'name the e-mail address of an account',
};

/** How an environment file is spoken of where it breaks its shape. */
export const ENVIRONMENT_WORDS: ShapeWords = {
  what: 'an environment',
  nouns: {
    '': 'a map of keys',
    example: 'true, or no such line',
    extends: 'the path of another .yaml file below environments/',
    'credentials.ambient': 'true, or no such line',
    'credentials.impersonate': ACCOUNT,
    'credentials.expect': ACCOUNT,
    'credentials.secret':
      'projects/PROJECT/secrets/NAME, with /versions/latest or a number behind it',
    'rules.include': 'a list of globs',
    'rules.exclude': 'a list of globs',
    'rules.include.*': GLOB,
    'rules.exclude.*': GLOB,
    deployment: 'a list with at least one entry',
    'deployment.*.match.name': GLOBS,
    'deployment.*.match.path': GLOBS,
    'deployment.*.match.severity': WORDS,
    'deployment.*.match.meta.*': WORDS,
    'safety.maxChanged': SHARE,
    'safety.maxArchived': SHARE,
    'safety.minRules': 'a whole number, 0 or more',
    'safety.planMaxAge': 'a duration such as 24h or 14d',
  },
  special: (path, value) => {
    if (
      /^credentials\.(?!secret)/.test(path) &&
      typeof value === 'string' &&
      /[/\\:]/.test(value)
    ) {
      return ADDRESS;
    }
    if (path === 'api' && value === 'chronicle') {
      return {
        id: 'wrong-value',
        message: 'api "chronicle" comes later',
        hint: 'chron speaks backstory (the Detection Engine API v2) and embedded',
      };
    }
    return undefined;
  },
};
