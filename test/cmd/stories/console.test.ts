import { describe } from 'vitest';
import { IN_CONSOLE } from './in-console.ts';
import { tellEach } from './tell-each.ts';

describe('what happens in the console alone', () => {
  tellEach(IN_CONSOLE);
});
