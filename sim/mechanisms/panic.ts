import type { OutOfMemoryFrame } from '../frames.ts'
import { note } from '../ledger.ts'
import type { Task } from '../machine.ts'
import type { World } from '../world.ts'
import type { OomScope } from './constraint.ts'
import { deadlockedOnMemory, noKillable } from './report-parts.ts'
import { printReport } from './report.ts'

/** check_panic_on_oom (kernel-mm.md 4.3): what `panic` says, or null. */
export const panicOnOom = (w: World, scope: OomScope): string | null => {
  const { m, k } = w
  if (m.panicOnOom === 0 || (scope.isSysrq && k.panicOnOomSysrq === 'spared')) return null
  if (m.panicOnOom !== 2 && scope.constraint !== 'CONSTRAINT_NONE') return null
  return `Out of memory: ${m.panicOnOom === 2 ? 'compulsory' : 'system-wide'} panic_on_oom is enabled`
}

/** Prints the report and stops the machine. */
export const panicNow = (w: World, t: Task, f: OutOfMemoryFrame, says: string): void => {
  printReport(w, t, f, null, says)
  w.m.panic = says
  note(w.out, w.m, t.lane, 'panic', 'out_of_memory', `Kernel panic: ${says}`)
}

/**
 * Nobody can be killed: a panic when the whole machine is out of memory. For a memory cgroup and for sysrq f only a
 * line, from 4.19 on (kernel-mm.md 4.3). True: the machine goes on.
 */
export const nobodyToKill = (w: World, t: Task, f: OutOfMemoryFrame, scope: OomScope): boolean => {
  const { m, out, k } = w
  if (scope.memcg < 0 && !scope.isSysrq) {
    panicNow(w, t, f, k.nobodyInMemcg === 'warns' ? deadlockedOnMemory : noKillable)
    return false
  }
  out.measures.nobodyKillable++
  note(out, m, t.lane, 'no-killable', 'out_of_memory', `${t.lane} finds nobody to kill`, {
    constraint: scope.constraint,
  })
  if (k.nobodyInMemcg === 'warns') printReport(w, t, f, null, null)
  return true
}
