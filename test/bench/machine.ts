import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on; a busy machine is told by its load. */
export function machineFacts(): string {
  const [cpu] = cpus();
  const cores = cpus().length;
  const memory = Math.round(totalmem() / 1024 ** 3);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return [
    `node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
    `${cores} cores (${cpu?.model.trim() ?? 'unknown'})`,
    `${memory} GB`,
    `load ${load}`,
  ].join(', ');
}
