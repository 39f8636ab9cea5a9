import { execFileSync } from 'node:child_process';
import type { Standing } from './stand-ins.ts';

/** `actions/checkout`: the commit of the event, with all branches where `fetch-depth` is 0. */
export function checkOut({ world, workspace, inputs, event, token }: Standing): number {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: workspace, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  git('init', '-q', '-b', 'main', '--template=');
  const whole = inputs['fetch-depth'] === '0';
  git(
    'fetch',
    '-q',
    ...(whole ? [] : ['--depth=1']),
    `file://${world.origin.root}`,
    `+${event.sha}:refs/remotes/origin/here`,
    ...(whole ? ['+refs/heads/*:refs/remotes/origin/*'] : []),
  );
  const branch = /^refs\/heads\/(.*)$/.exec(event.ref)?.[1];
  if (branch === undefined) git('checkout', '-q', '--detach', event.sha);
  else git('checkout', '-q', '-B', branch, event.sha);
  git('remote', 'add', 'origin', `https://github.com/${world.repository}`);
  if (inputs['persist-credentials'] !== 'false') {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    git('config', 'http.https://github.com/.extraheader', `AUTHORIZATION: basic ${basic}`);
  }
  return 0;
}
