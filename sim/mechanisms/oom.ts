import type { OutOfMemoryFrame } from '../frames.ts'
import { note, noteOnce, printk } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, oomScoreAdjMin, rssOf, taskBadness } from './badness.ts'
import { scopeOf } from './constraint.ts'
import type { OomScope } from './constraint.ts'
import { costUs } from './costs.ts'
import { isInMemcg, oomGroupOf } from './memcg.ts'
import { nobodyToKill, panicNow, panicOnOom } from './panic.ts'
import { wakeOomReaper } from './reaper-queue.ts'
import { printKill, printMask, printReport } from './report.ts'
import { sendSigkill, sleepJiffies, taskOf } from './schedule.ts'
import { selectBadProcess, taskWillFreeMem } from './select.ts'
import type { Selection } from './select.ts'
import { markOomVictim, skipMm } from './victims.ts'

/**
 * out_of_memory up to 4.6, global, without notifiers, NUMA constraints and panic_on_oom (kernel-mm.md 4.3). Returns
 * (in `ret`) 1 for true. Runs with oom_lock held.
 */
export const stepOutOfMemory = (w: World, t: Task, f: OutOfMemoryFrame, index: Index): number => {
  const { m, out } = w
  const leave = (ret: number): number => {
    t.frames.pop()
    t.ret = ret
    return costUs.outOfMemory
  }
  if (f.pc === 'slept') return leave(1)
  out.measures.oomCalls++
  if (isDyingCurrent(w, t, index)) {
    markDying(w, index)
    return leave(1)
  }
  if (mayNotKillForOthers(w, f)) {
    noteOnce(
      out,
      m,
      t.lane,
      'oom-without-fs',
      'out_of_memory',
      () => `${t.lane} asks without __GFP_FS: nobody is killed, and it is told that there was progress`,
    )
    return leave(1)
  }
  const scope = scopeOf(w, t, f)
  const panic = panicOnOom(w, scope)
  if (panic !== null) {
    panicNow(w, t, f, panic)
    return costUs.outOfMemory
  }
  const killsItself = m.oomKillAllocatingTask && !scope.isSysrq && scope.memcg < 0 && mayKillItself(w, t)
  const selection: Selection = killsItself ? { kind: 'chosen', task: index, points: 0 } : selectBadProcess(w, scope)
  if (selection.kind === 'abort') {
    out.measures.oomAborts++
    const victim = taskOf(m, selection.at)
    noteOnce(
      out,
      m,
      t.lane,
      'oom-abort',
      'oom_scan_process_thread',
      () =>
        selection.why === 'memdie'
          ? `${victim.lane} still has TIF_MEMDIE: nobody is killed, and ${t.lane} is told that there was progress`
          : selection.why === 'oom-mm'
            ? `the memory of ${victim.lane} is still to come back: nobody is killed, and ${t.lane} is told that there was progress`
            : `${victim.lane} is exiting: nobody is killed, and ${t.lane} is told that there was progress`,
      { victim: victim.lane, why: selection.why },
    )
    return leave(1)
  }
  if (selection.kind === 'none') {
    return nobodyToKill(w, t, f, scope) ? leave(0) : costUs.outOfMemory
  }
  note(out, m, t.lane, 'oom', 'out_of_memory', `${t.lane} invokes the OOM killer with ${printMask(w, f.gfp)}`, {
    gfp: f.gfp,
    order: f.order,
    pagesFree: m.zones[0]!.freePages,
  })
  oomKillProcess(w, t, f, selection.task, selection.points, scope)
  if (w.k.sleepAfterKillJiffies === 0) return leave(1)
  // Inside oom_lock: "give the victim a chance".
  f.pc = 'slept'
  sleepJiffies(m, index, w.k.sleepAfterKillJiffies, 'killable')
  return costUs.kill
}

/** vm.oom_kill_allocating_task: the task that asks dies, if it may. */
const mayKillItself = (w: World, t: Task): boolean => {
  const p = w.m.processes[t.process]!
  return t.mm >= 0 && !t.kthread && !p.globalInit && p.oomScoreAdj !== oomScoreAdjMin
}

/** Current is dying and needs memory to do so: it is marked in place of somebody else (kernel-mm.md 4.3). */
const isDyingCurrent = (w: World, t: Task, index: Index): boolean => {
  if (!w.k.dyingCurrentIsVictim || t.mm < 0) return false
  return (w.k.willFreeMem === 'exiting' && t.sigkill) || taskWillFreeMem(w, index)
}

/** Marks a task that is dying already, and hands it to the reaper where the version does. */
const markDying = (w: World, index: Index): void => {
  const mm = taskOf(w.m, index).mm
  markOomVictim(w, index)
  const space = w.m.mms[mm]!
  if (!w.k.shortcutWakesReaper || (w.k.reaperOncePerMm && space.oomKilled)) return
  space.oomKilled = true
  wakeOomReaper(w, index, mm)
}

/** The test of __GFP_FS in out_of_memory, which mask 0 of a page fault passes (kernel-mm.md 3.6, 4.3). */
const mayNotKillForOthers = (w: World, f: OutOfMemoryFrame): boolean => {
  if (f.gfp === 0 || w.k.oomWithoutFs === 'kills') return false
  if (f.memcg >= 0 && w.k.memcgOomWithoutFs === 'kills') return false
  const exempt = w.k.oomWithoutFs === 'true-unless-nofail' ? w.gfp.fs | w.gfp.noFail : w.gfp.fs
  return (f.gfp & exempt) === 0
}

/** Whether any thread of a process uses an mm (process_shares_mm: the first thread that has one decides). */
const sharesMm = (w: World, process: Index, mm: Index): boolean => {
  const at = findTaskWithMm(w.m, process)
  return at >= 0 && w.m.tasks[at]!.mm === mm
}

/** oom_kill_process up to 4.6 (kernel-mm.md 4.4). */
export const oomKillProcess = (
  w: World,
  current: Task,
  f: OutOfMemoryFrame,
  chosen: Index,
  points: number,
  scope: OomScope,
): void => {
  const { m, k } = w
  const first = taskOf(m, chosen)
  if (first.mm >= 0 && taskWillFreeMem(w, chosen)) {
    markDying(w, chosen)
    return
  }
  const sacrificed = k.childSacrifice ? worstChild(w, first) : -1
  const process = sacrificed >= 0 ? sacrificed : first.process
  const victimIndex = findTaskWithMm(m, process)
  const victim = taskOf(m, victimIndex)
  // Nothing that it says changes before the last of its lines is printed.
  printReport(w, current, f, { chosen: first, points, killed: victim }, null)
  const group = k.oomGroup ? oomGroupOf(m, victim.process, scope.memcg) : -1
  killTask(w, victimIndex, points, scope.constraint)
  if (group >= 0) killGroup(w, group, scope.constraint)
}

/** memory.oom.group: every task of the group dies, the victim once more; adj -1000 and init stay (kernel-mm.md 4.4). */
const killGroup = (w: World, group: Index, constraint: OomScope['constraint']): void => {
  const { m, out } = w
  const { path } = m.memcgs[group]!
  const says = `Tasks in ${path} are going to be killed due to memory.oom.group set`
  printk(out, m, says)
  note(out, m, 'oom', 'oom-group', 'oom_kill_process', says, { memcg: path })
  for (let p = 0; p < m.processes.length; p++) {
    const process = m.processes[p]!
    const at = findTaskWithMm(m, p)
    if (at < 0 || process.globalInit || process.oomScoreAdj === oomScoreAdjMin || !isInMemcg(m, p, group)) continue
    printKill(w, taskOf(m, at), constraint)
    killTask(w, at, 0, constraint)
  }
}

/** __oom_kill_process: SIGKILL to the victim and to all that share its memory; the reaper is woken. */
const killTask = (w: World, victimIndex: Index, points: number, constraint: OomScope['constraint']): void => {
  const { m, k, out } = w
  const victim = taskOf(m, victimIndex)
  const mm = m.mms[victim.mm]!
  const mmIndex = victim.mm

  let canReap = true
  if (k.reaperOncePerMm) {
    canReap = !mm.oomKilled
    mm.oomKilled = true
  }
  out.measures.kills++
  const says = `${victim.lane} (${victim.comm}, ${rssOf(mm)} pages) is chosen and killed`
  const data = {
    victim: victim.lane,
    pid: victim.pid,
    rssPages: rssOf(mm),
    points,
    ...(constraint === 'CONSTRAINT_NONE' ? {} : { constraint }),
  }
  const signal = (): void => {
    note(out, m, victim.lane, 'kill', 'oom_kill_process', says, data)
    sendSigkill(w, victim.process)
  }
  if (k.killOrder === 'signal-then-mark') signal()
  markOomVictim(w, victimIndex)
  for (let p = 0; p < m.processes.length; p++) {
    if (p === victim.process || !sharesMm(w, p, mmIndex)) continue
    const other = m.processes[p]!
    const isKthread = m.tasks[findTaskWithMm(m, p)]!.kthread
    if (k.unkillableSharer === 'init-only') {
      if (other.globalInit) {
        if (k.reaperSparesShared) canReap = false
        skipMm(w, mmIndex, victim.lane, 'oom_kill_process')
      } else if (!isKthread) sendSigkill(w, p)
      continue
    }
    if (other.globalInit || other.oomScoreAdj === oomScoreAdjMin || isKthread) {
      if (k.reaperSparesShared) canReap = false
      continue
    }
    sendSigkill(w, p)
  }
  if (k.killOrder === 'mark-then-signal') signal()
  if (k.reaper === 'kthread') {
    if (canReap) wakeOomReaper(w, victimIndex, mmIndex)
    else
      note(
        out,
        m,
        victim.lane,
        'reap-refused',
        'oom_kill_process',
        `the memory of ${victim.lane} is not handed to the reaper`,
        { victim: victim.lane },
      )
  }
}

/** Child process with another mm and the most points, or -1. */
const worstChild = (w: World, parent: Task): Index => {
  const { m, k } = w
  let worst = -1
  let most = 0
  for (let p = 0; p < m.processes.length; p++) {
    if (m.processes[p]!.parent !== parent.process || sharesMm(w, p, parent.mm)) continue
    const points = taskBadness(m, k, p)
    if (points !== null && points > most) {
      most = points
      worst = p
    }
  }
  return worst
}
