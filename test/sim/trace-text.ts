import type { RunResult } from '../../model/index.ts'

/** A run as text, for golden files that a person can read: how it ended, what happened, what the kernel printed. */
export const traceText = (r: RunResult): string =>
  [
    `${r.request.scenario} ${r.request.variant} ${JSON.stringify(r.request.params)} seed ${r.request.seed}`,
    `model ${r.modelVersion}; ${r.end}: ${r.endSays}`,
    ...r.predictions.map(p => `${p.id} ${p.result}: ${p.because}`),
    '',
    ...r.events.map(e => `${String(e.atUs).padStart(9)} ${e.lane.padEnd(10)} ${e.kind.padEnd(14)} ${e.says}`),
    '',
    ...r.dmesg,
    '',
  ].join('\n')
