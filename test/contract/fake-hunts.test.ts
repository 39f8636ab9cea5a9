import { aLiveRule } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts } from '../helpers/fake-hunts.ts';
import { huntsContract } from './hunts.contract.ts';

huntsContract('the fake', () => {
  const clock = new VirtualClock();
  const hunts = fakeHunts({ clock });
  return Promise.resolve({
    hunts,
    store: (text) => {
      const { ruleId, version } = aLiveRule(`stored ${text}`);
      hunts.know(version.versionId);
      return Promise.resolve({ ruleId, versionId: version.versionId });
    },
    finish: () => Promise.resolve(clock.advance(3_600_000)),
    now: () => clock.now(),
    find: ({ versionId, text }, found) => {
      hunts.know(versionId, found);
      hunts.foundBy(text, found);
    },
    fail: (_versionId, error) => Promise.resolve(hunts.failed(error)),
  });
});
