import type { Behaviours } from '../behaviours.ts'
import type { Histories } from '../history.ts'
import { commit, memory } from '../sources.ts'
import { memcg419, oom419, oom42, oom44lts, oom46, oom46first, oom50, oom54, ran, s40, s410, s612 } from '../trees.ts'

const lastWins = (run: string) =>
  ({
    value: 'processes-last-wins',
    says: 'Of equals the last one listed dies.',
    known: 'run',
    cites: [ran(run)],
  }) as const

const failedCharge = (run: string) =>
  ({
    value: 'fails',
    says: 'The charge fails: a user fault is tried again for ever, read(2) comes back short.',
    known: 'run',
    cites: [ran(run)],
  }) as const

/** out_of_memory, selection and the kill. */
export const oom = {
  dyingCurrentIsVictim: {
    values: [{ since: 'v3.19', value: true, says: 'Current that is dying is marked instead of choosing somebody.' }],
    readIn: [s40, oom42, oom44lts, oom46, s410, oom54, s612],
  },
  willFreeMem: {
    values: [
      { since: 'v3.19', value: 'exiting', says: 'Dying is SIGKILL pending or PF_EXITING without a coredump.' },
      {
        since: 'v4.8',
        value: 'whole-group-and-sharers',
        says: 'Dying is the whole group, with every process that shares the mm, and an mm that was not given up.',
        cites: [memory('release 4.8')],
      },
    ],
    readIn: [s40, oom42, oom46, s410, oom54, s612],
  },
  shortcutWakesReaper: {
    values: [
      { since: 'v3.19', value: false, says: 'A dying task that is only marked is not handed to the reaper.' },
      { since: 'v4.7', value: true, says: 'A dying task that is only marked is handed to the reaper as well.' },
    ],
    readIn: [s40, oom42, oom46, s410, oom54, s612],
  },
  scan: {
    values: [
      {
        since: 'v3.19',
        value: 'threads-leader-keeps-tie',
        says: 'Every thread is looked at; most points win; on a tie a group leader already chosen stays.',
      },
      {
        since: 'v4.8',
        value: 'processes-leader-keeps-tie',
        says: 'Every process is looked at; on a tie a group leader already chosen stays.',
        cites: [memory('release 4.8')],
      },
      { since: 'v5.1', value: 'processes-last-wins', says: 'On a tie the one looked at last wins.' },
    ],
    readIn: [s40, oom44lts, oom46first, s410, oom54, s612],
    unknownAt: ['v4.12', 'v4.14', 'v4.19'],
    inBuilds: {
      '5.10.223': lastWins('5.10_11_equal_ties'),
      '6.1.192': lastWins('11_equal_ties'),
      '6.12.117': lastWins('6.12_11'),
      '7.2.13': lastWins('7.2_11_equal_ties'),
    },
  },
  abortOnVictim: {
    values: [
      {
        since: 'v3.19',
        value: true,
        says: 'A victim in flight ends the scan: nobody else is killed, and the caller is told of progress.',
      },
    ],
    readIn: [s40, oom42, oom44lts, oom46, s410, oom54, s612],
  },
  victimInFlight: {
    values: [
      { since: 'v3.19', value: 'marked-thread', says: 'Any thread with TIF_MEMDIE is a victim in flight.' },
      {
        since: 'v4.8',
        value: 'oom-mm-unless-skipped',
        says: 'A process with signal->oom_mm is in flight until that mm is marked MMF_OOM_SKIP.',
        cites: [memory('4.8 has it in a similar form')],
      },
    ],
    readIn: [s40, oom42, oom44lts, oom46, s410, oom54, s612],
  },
  abortOnExiting: {
    values: [
      { since: 'v3.19', value: true, says: 'A thread that is exiting with its mm still there ends the scan as well.' },
      { since: 'v4.6', value: false, says: 'An exiting thread no longer ends the scan.' },
    ],
    readIn: [s40, oom46first, oom46, s410, s612],
  },
  badnessTables: {
    values: [
      { since: 'v3.19', value: 'ptes', says: 'nr_ptes counts.', cites: [memory('3.19 has no nr_pmds')] },
      { since: 'v4.0', value: 'ptes-and-pmds', says: 'nr_ptes and nr_pmds count.' },
      { since: 'v4.15', value: 'all-tables', says: 'All page tables count, in pages.' },
    ],
    readIn: [s40, oom42, oom46, s410, oom54, s612],
  },
  badnessLeast: {
    values: [
      { since: 'v3.19', value: 'one', says: 'An eligible task has at least one point.' },
      { since: 'v5.9', value: 'signed', says: 'Points may be negative.', cites: [memory('release 5.9')] },
    ],
    readIn: [s40, s410, oom54, s612],
  },
  adminBonusPercent: {
    values: [
      { since: 'v3.19', value: 3, says: '3 % off for CAP_SYS_ADMIN.' },
      { since: 'v4.17', value: 0, says: 'CAP_SYS_ADMIN takes nothing off.', cites: [commit('d46078b28889')] },
    ],
    readIn: [s40, oom46, s410, oom54, s612],
  },
  childSacrifice: {
    values: [
      { since: 'v3.19', value: true, says: 'The worst child with another mm dies instead.' },
      { since: 'v5.1', value: false, says: 'The chosen process itself dies.', cites: [commit('bbbe48029720')] },
    ],
    readIn: [s40, oom44lts, oom46, s410, oom50, oom54, s612],
    inBuilds: {
      '6.1.192': {
        value: false,
        says: 'The parent itself dies, its children stay.',
        known: 'run',
        cites: [ran('13_parent_children')],
      },
    },
  },
  killOrder: {
    values: [
      { since: 'v3.19', value: 'mark-then-signal', says: 'TIF_MEMDIE first, SIGKILL to the victim last.' },
      { since: 'v4.4', value: 'signal-then-mark', says: 'SIGKILL first, the mark after it.' },
    ],
    readIn: [s40, oom42, oom44lts, oom46first, oom46, s410, oom54, s612],
    // 4.4.291 was read, a stable kernel; 4.2 had the other order.
    unknownAt: ['v4.4'],
  },
  unkillableSharer: {
    values: [
      {
        since: 'v3.19',
        value: 'adj-min-kthread-or-init',
        says: 'A sharer with adj -1000, a kernel thread or init is spared and holds the mm.',
      },
      {
        since: 'v4.8',
        value: 'init-only',
        says: 'Only global init is spared and holds the mm, which is then skipped at once.',
      },
    ],
    readIn: [oom46, s410, oom54, s612],
  },
  sleepAfterKillJiffies: {
    values: [
      { since: 'v3.19', value: 1, says: 'The killer sleeps one jiffy, killable, with the OOM lock held.' },
      { since: 'v4.19', value: 0, says: 'The killer does not sleep.', cites: [commit('9bfe5ded054b')] },
    ],
    readIn: [s40, oom42, oom44lts, oom46, s410, oom419, oom54, s612],
  },
  oomGroup: {
    values: [
      { since: 'v3.19', value: false, says: 'memory.oom.group does not exist.' },
      { since: 'v4.19', value: true, says: 'memory.oom.group kills the whole memcg.' },
    ],
    readIn: [s410, oom50, oom54, s612],
    inBuilds: {
      '6.1.192': {
        value: true,
        says: 'The victim, then every task in list order; adj -1000 stays.',
        known: 'run',
        cites: [ran('42_memcg_group'), ran('43'), ran('53')],
      },
    },
  },
  nobodyInMemcg: {
    values: [
      { since: 'v3.19', value: 'panics', says: 'Out of memory and no killable processes is a panic.' },
      {
        since: 'v4.19',
        value: 'warns',
        says: 'A memcg or sysrq that finds nobody only says so.',
        cites: [commit('3100dab2aa09')],
      },
    ],
    readIn: [oom54, s612],
    inBuilds: {
      '6.1.192': {
        value: 'warns',
        says: 'Never a panic; a user fault is retried for ever.',
        known: 'run',
        cites: [ran('45_memcg_nokillable'), ran('46_memcg_nokillable_read')],
      },
    },
  },
  panicOnOomSysrq: {
    values: [
      { since: 'v3.19', value: 'panics', says: 'sysrq f panics where vm.panic_on_oom is set.' },
      {
        since: 'v4.6',
        value: 'spared',
        says: 'sysrq f never panics for vm.panic_on_oom.',
        cites: [memory('4.6 or before')],
      },
    ],
    readIn: [oom46, s410, oom54, s612],
    unknownAt: ['v3.19', 'v4.0', 'v4.4', 'v4.5'],
  },
  memcgNobody: {
    values: [
      { since: 'v3.19', value: 'fails', says: 'The charge fails, and the fault is tried again.' },
      {
        since: 'v4.19',
        value: 'forced',
        says: 'The charge is forced, with a warning.',
        cites: [commit('29ef680ae7c2')],
      },
      {
        since: 'v5.4',
        value: 'fails',
        says: 'The charge fails: a user fault is tried again, a system call gets the error.',
        cites: [memory('start between 4.19 and 6.12')],
      },
    ],
    readIn: [memcg419, s612],
    unknownAt: ['v5.4', 'v5.10', 'v5.16'],
    inBuilds: {
      '5.10.223': failedCharge('5.10_45_memcg_nokillable'),
      '6.1.192': failedCharge('45_memcg_nokillable'),
      '6.12.117': failedCharge('6.12_45_memcg_nokillable'),
      '7.2.13': failedCharge('7.2_45_memcg_nokillable'),
    },
  },
  faultOom: {
    values: [
      {
        since: 'v3.19',
        value: 'zonelist-oom',
        says: 'A leaked VM_FAULT_OOM calls the OOM killer under the bits of the first zonelist.',
      },
      {
        since: 'v4.2',
        value: 'global-oom',
        says: 'A leaked VM_FAULT_OOM calls out_of_memory with gfp 0, order 0: a global kill.',
      },
      {
        since: 'v5.16',
        value: 'only-retries',
        says: 'A leaked VM_FAULT_OOM never kills: the fault is retried.',
        cites: [commit('60e2793d440a'), commit('0b28179a6138')],
      },
    ],
    readIn: [s40, oom42, s410, oom54, s612],
    inBuilds: {
      '5.10.223': {
        value: 'only-retries',
        says: 'Backported to stable: a leaked VM_FAULT_OOM never kills.',
        known: 'memory',
        cites: [commit('60e2793d440a', 'stable backports to 4.4 .. 5.15')],
      },
    },
  },
  memcgOom: {
    values: [
      {
        since: 'v3.19',
        value: 'user-fault-after-unwinding',
        says: 'Only a user-mode fault kills, after it has let go of its locks; a system call gets ENOMEM.',
      },
      {
        since: 'v4.19',
        value: 'in-charge',
        says: 'The charge itself kills, in faults and system calls alike.',
        cites: [commit('29ef680ae7c2')],
      },
    ],
    readIn: [s40, s410, memcg419, s612],
    inBuilds: {
      '6.1.192': {
        value: 'in-charge',
        says: 'Fault and read(2) both kill in the charge.',
        known: 'run',
        cites: [ran('40_memcg_fault'), ran('41_memcg_syscall')],
      },
    },
  },
  memcgReclaimRetries: {
    values: [
      { since: 'v3.19', value: 5, says: 'Five rounds of reclaim.' },
      { since: 'v5.9', value: 16, says: 'Sixteen rounds of reclaim.', cites: [memory('release 5.9')] },
    ],
    readIn: [s40, s612],
    unknownAt: ['v5.10', 'v5.16'],
  },
  memcgDying: {
    values: [
      { since: 'v3.19', value: 'bypass-to-root', says: 'A dying task charges the root.' },
      {
        since: 'v4.2',
        value: 'forced',
        says: 'The charge of a dying task is forced.',
        cites: [memory('start between 4.0 and 4.10')],
      },
      {
        since: 'v5.16',
        value: 'fails-after-oom',
        says: 'A dying task gets ENOMEM once the OOM path was passed.',
        cites: [commit('a4ebf1b6ca1e')],
      },
    ],
    readIn: [s40, s410, memcg419, s612],
  },
} as const satisfies Partial<Histories<Behaviours>>
