import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { randomFrom } from '../helpers/invented-events.ts';

const START = 1_767_225_600_000;

/** Writes so many events of a busy company within a day, about 900 bytes each, as NDJSON in camelCase. */
export async function writeEvents(path: string, count: number): Promise<void> {
  const random = randomFrom(42);
  const below = (most: number): number => Math.floor(random() * most);
  const file = createWriteStream(path);
  for (let at = 0; at < count; at += 1) {
    const time = START + Math.floor((at * 86_400_000) / count);
    const kind = KINDS[below(KINDS.length)] ?? processEvent;
    const event = { ...kind(below), additional: FILLER };
    const metadata = {
      id: Buffer.from(`event-${at}`).toString('base64'),
      eventTimestamp: new Date(time).toISOString(),
      vendorName: 'Vendor',
      productName: 'Product',
      ...event.metadata,
    };
    if (!file.write(`${JSON.stringify({ ...event, metadata })}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

type Made = Readonly<Record<string, unknown>> & { readonly metadata: object };
type Below = (most: number) => number;

const FILLER = { note: 'x'.repeat(200), source: 'collector-7', tenant: 'acme' };

const noun = (below: Below): object => ({
  hostname: `host-${below(2000)}`,
  ip: [`10.${below(4)}.${below(250)}.${below(250)}`],
  user: { userid: `user${below(3000)}`, emailAddresses: [`user${below(3000)}@example.com`] },
  location: { name: 'eu-west-1', countryOrRegion: 'DE' },
});

function cronjobEvent(below: Below): Made {
  const labels = [
    { key: 'image', value: below(50) === 0 ? 'kalilinux/kali' : 'registry.example.com/app:1' },
    { key: 'command', value: below(40) === 0 ? '/bin/bash -c' : 'python' },
    { key: 'args', value: below(60) === 0 ? 'nc 198.51.100.1 4444' : 'main.py' },
    { key: 'privileged', value: below(60) === 0 ? 'true' : 'false' },
    { key: 'host_path', value: '' },
    { key: 'host_network', value: 'false' },
  ];
  return {
    metadata: { eventType: 'RESOURCE_CREATION', logType: 'KUBERNETES_AUDIT' },
    principal: noun(below),
    target: {
      url: `/apis/batch/v1/namespaces/ns${below(50)}/${below(3) === 0 ? 'cronjobs' : 'pods'}`,
      resource: { name: `job-${below(500)}`, attribute: { labels } },
    },
    network: { http: { method: 'POST', responseCode: 201, userAgent: 'kubectl/1.30' } },
  };
}

function processEvent(below: Below): Made {
  const bad = below(400) === 0;
  return {
    metadata: { eventType: 'PROCESS_LAUNCH', logType: 'WINDOWS_SYSMON' },
    principal: { ...noun(below), process: { file: { fullPath: 'C:\\Windows\\explorer.exe' } } },
    target: {
      process: {
        commandLine: bad
          ? 'vssadmin.exe delete shadows /all'
          : `notepad.exe file-${below(1e6)}.txt`,
        file: { fullPath: 'C:\\Windows\\System32\\notepad.exe', sha256: 'ab'.repeat(32) },
      },
    },
  };
}

function loginEvent(below: Below): Made {
  const refused = below(4) > 0;
  return {
    metadata: { eventType: 'USER_LOGIN', logType: 'AZURE_AD' },
    principal: noun(below),
    target: { user: { userid: `user${below(3000)}` }, application: 'Portal' },
    securityResult: [{ action: [refused ? 'BLOCK' : 'ALLOW'], ruleId: refused ? '50126' : '0' }],
    extensions: { auth: { type: 'SSO' } },
  };
}

function dnsEvent(below: Below): Made {
  return {
    metadata: { eventType: 'NETWORK_DNS', logType: 'BIND_DNS' },
    principal: noun(below),
    network: {
      sentBytes: String(below(5000)),
      dns: { questions: [{ name: `name${below(9000)}.example.org`, type: 1 }] },
    },
  };
}

const KINDS: readonly ((below: Below) => Made)[] = [
  cronjobEvent,
  processEvent,
  processEvent,
  loginEvent,
  loginEvent,
  dnsEvent,
];
