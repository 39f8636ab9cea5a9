import { fakeSecOps } from '../helpers/fake-secops.ts';
import { secOpsContract } from './secops.contract.ts';

secOpsContract('the fake', () => {
  const secops = fakeSecOps();
  return Promise.resolve({ secops, console: secops.console });
});
