import type { Behaviours } from '../behaviours.ts'
import type { Histories, Said } from '../history.ts'
import { commit, memory } from '../sources.ts'
import {
  alloc412,
  alloc415,
  alloc44,
  alloc47,
  alloc54,
  alloc61,
  debian61,
  oom42,
  oom46,
  oom54,
  ran,
  s40,
  s410,
  s612,
} from '../trees.ts'

const retries = (value: Behaviours['nothingReclaimable'], says: string, cites: Said<string>['cites']) =>
  ({ value, says, known: 'run', cites }) as const

/** __alloc_pages_slowpath and __alloc_pages_may_oom. */
export const slowpath = {
  reclaimProgress: {
    values: [
      {
        since: 'v3.19',
        value: 'zone-reclaimable',
        says: 'Direct reclaim that freed nothing says 1 while a zone was scanned less than 6 times over.',
      },
      { since: 'v4.7', value: 'freed-only', says: 'Direct reclaim that freed nothing says 0.' },
    ],
    readIn: [s40, s410, s612],
  },
  nothingReclaimable: {
    values: [{ since: 'v3.19', value: 'zero', says: 'A zone without reclaimable pages counts none.' }],
    readIn: [s410, s612],
    inBuilds: {
      '5.10.223': retries('zero', 'One failed direct reclaim and then the OOM call.', [
        ran('trace reclaim_retry_zone'),
      ]),
      '6.1.192': retries('free-pages-again', 'Free pages are counted twice: 17 direct reclaims before the OOM call.', [
        ran('trace reclaim_retry_zone'),
        debian61.cite,
      ]),
      '6.12.117': retries('free-pages-again', 'Free pages are counted twice: 17 direct reclaims before the OOM call.', [
        ran('trace reclaim_retry_zone'),
      ]),
      '7.2.13': retries('zero', 'One failed direct reclaim and then the OOM call.', [ran('trace reclaim_retry_zone')]),
    },
  },
  reclaimRetry: {
    values: [
      {
        since: 'v3.19',
        value: 'progress-only',
        says: 'Retries while direct reclaim tells of progress, without counting.',
      },
      {
        since: 'v4.7',
        value: 'sixteen-with-back-off',
        says: 'Sixteen rounds without progress, each counting a sixteenth less of what could be reclaimed.',
        cites: [commit('0a0337e0d1d1')],
      },
      {
        since: 'v4.12',
        value: 'sixteen',
        says: 'Sixteen rounds without progress while reclaimable and free pages together would do.',
        cites: [memory('back-off dropped in 4.11 or 4.12')],
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc415, alloc54, alloc61, s612],
  },
  kswapdFailuresMax: {
    values: [
      { since: 'v3.19', value: 0, says: 'kswapd never gives up on a node.' },
      { since: 'v4.12', value: 16, says: 'After 16 failures kswapd gives up and nobody is throttled for it.' },
    ],
    readIn: [s410, s612],
  },
  oomLockLost: {
    values: [
      {
        since: 'v3.19',
        value: 'progress-after-a-jiffy',
        says: 'Somebody else holds the OOM lock: count it as progress, sleep one jiffy in D state.',
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc61, s612],
  },
  oomLock: {
    values: [
      {
        since: 'v3.19',
        value: 'zone-bits',
        says: 'ZONE_OOM_LOCKED on every zone of the zonelist: kills in disjoint zonelists run at once.',
      },
      { since: 'v4.2', value: 'mutex', says: 'One mutex, oom_lock.' },
    ],
    readIn: [s40, oom42, alloc44, oom46, s410, alloc412, oom54, s612],
  },
  noFsRequest: {
    values: [
      {
        since: 'v3.19',
        value: 'fails',
        says: 'Without progress a request without __GFP_FS fails.',
        cites: [commit('9879de7373fc')],
      },
      {
        since: 'v4.0',
        value: 'progress-without-oom',
        says: 'A request without __GFP_FS never calls out_of_memory and loops as by tradition.',
        cites: [commit('cc87317726f8')],
      },
      {
        since: 'v4.7',
        value: 'calls-oom',
        says: 'out_of_memory is called and decides itself.',
        cites: [commit('3da88fb3bacf')],
      },
    ],
    readIn: [s40, alloc44, s410, alloc412, alloc61, s612],
  },
  oomWithoutFs: {
    values: [
      { since: 'v3.19', value: 'kills', says: 'out_of_memory does not look at __GFP_FS.' },
      {
        since: 'v4.7',
        value: 'true-unless-nofail',
        says: 'Without __GFP_FS and __GFP_NOFAIL it says true and kills nobody.',
        cites: [commit('3da88fb3bacf')],
      },
      {
        since: 'v4.12',
        value: 'true',
        says: 'Without __GFP_FS it says true and kills nobody, __GFP_NOFAIL or not.',
        cites: [commit('06ad276ac187')],
      },
    ],
    readIn: [s40, oom42, oom46, s410, oom54, s612],
  },
  memcgOomWithoutFs: {
    values: [
      { since: 'v3.19', value: 'as-global', says: 'The memcg OOM follows the rule of the global one.' },
      {
        since: 'v5.4',
        value: 'kills',
        says: 'A memcg OOM kills without __GFP_FS too.',
        cites: [commit('f9c645621a28')],
      },
    ],
    readIn: [oom54, s612],
  },
  noFailPassesSkips: {
    values: [
      { since: 'v3.19', value: true, says: '__GFP_NOFAIL passes over every reason not to call out_of_memory.' },
      {
        since: 'v4.12',
        value: false,
        says: '__GFP_NOFAIL is held to the reasons not to call out_of_memory.',
        cites: [commit('06ad276ac187')],
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc61, s612],
  },
  noFailAfterOom: {
    values: [
      { since: 'v3.19', value: 'nothing', says: 'After out_of_memory a __GFP_NOFAIL request goes round again.' },
      {
        since: 'v4.5',
        value: 'no-watermarks',
        says: 'After out_of_memory a __GFP_NOFAIL request may try without watermarks.',
        cites: [commit('5020e285856c')],
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc61, s612],
  },
  noFailAtEnd: {
    values: [
      { since: 'v3.19', value: 'nothing', says: 'There is no last try of its own for __GFP_NOFAIL.' },
      {
        since: 'v4.12',
        value: 'harder',
        says: 'Where others fail __GFP_NOFAIL tries with ALLOC_HARDER and goes round again.',
        cites: [commit('9a67f6488eca')],
      },
      {
        since: 'v6.3',
        value: 'min-reserve',
        says: 'Where others fail __GFP_NOFAIL tries with ALLOC_MIN_RESERVE and goes round again.',
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc415, alloc54, alloc61, s612],
  },
  reserveTry: {
    values: [
      { since: 'v3.19', value: 'after-plain-try', says: 'First a try without reserves, then one with them.' },
      {
        since: 'v4.8',
        value: 'in-its-place',
        says: 'A request that may use reserves tries with them in every round.',
        cites: [memory('start between 4.7 and 4.10')],
      },
    ],
    readIn: [s40, alloc44, s410, alloc412, alloc54, s612],
  },
  highPriorityNoFail: {
    values: [
      {
        since: 'v3.19',
        value: 'loops-there',
        says: 'A __GFP_NOFAIL request that may ignore watermarks loops in __alloc_pages_high_priority.',
      },
      { since: 'v4.6', value: 'goes-on', says: 'The endless loop for __GFP_NOFAIL without watermarks is gone.' },
    ],
    readIn: [s40, alloc44, alloc47, s410, s612],
  },
  repeatFlag: {
    values: [
      {
        since: 'v3.19',
        value: 'costly-orders',
        says: '__GFP_REPEAT makes costly orders retry until so many pages came.',
      },
      {
        since: 'v4.13',
        value: 'may-fail',
        says: '__GFP_RETRY_MAYFAIL retries every order and fails instead of killing.',
        cites: [commit('dcda9b04713c')],
      },
    ],
    readIn: [s40, alloc44, s410, alloc412, alloc415, alloc54, alloc61, s612],
  },
  victimReserves: {
    values: [
      {
        since: 'v3.19',
        value: 'marked-thread',
        says: 'Only a thread with TIF_MEMDIE ignores watermarks, not the rest of its process.',
      },
      { since: 'v4.14', value: 'whole-process-half', says: 'Every thread of a victim gets ALLOC_OOM: half of MIN.' },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc54, alloc61, s612],
  },
  victimLeaves: {
    values: [
      {
        since: 'v3.19',
        value: 'before-reclaim',
        says: 'A thread with TIF_MEMDIE whose try without watermarks failed gets NULL at once, unless __GFP_NOFAIL.',
      },
      {
        since: 'v4.12',
        value: 'after-may-oom',
        says: 'A victim whose deepest try failed gets NULL after the OOM path.',
        cites: [commit('c288983dddf7')],
      },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc54, s612],
  },
  stallWarningSeconds: {
    values: [
      { since: 'v3.19', value: 0, says: 'A stalled request says nothing.' },
      { since: 'v4.9', value: 10, says: 'Every 10 s of stalling one line is printed.' },
      { since: 'v4.15', value: 0, says: 'A stalled request says nothing again.', cites: [commit('400e22499dd9')] },
    ],
    readIn: [s40, alloc44, alloc47, s410, alloc412, alloc415, alloc54, s612],
  },
} as const satisfies Partial<Histories<Behaviours>>
