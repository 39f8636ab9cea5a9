import { describe } from 'vitest';
import { IN_BOTH } from './in-both.ts';
import { tellEach } from './tell-each.ts';

describe('what happens in git and in the console', () => {
  tellEach(IN_BOTH);
});
