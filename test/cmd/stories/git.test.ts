import { describe } from 'vitest';
import { IN_GIT } from './in-git.ts';
import { tellEach } from './tell-each.ts';

describe('what happens in git alone', () => {
  tellEach(IN_GIT);
});
