import type { MechanismFact } from '../mechanism.ts'

export const workqueueRescuer: MechanismFact = {
  slug: 'workqueue-rescuer',
  title: 'Rescuer of a workqueue',
  says: 'A workqueue created with WQ_MEM_RECLAIM keeps one thread in reserve that runs its work when no worker can be created for lack of memory.',
  aliases: ['rescuer', 'rescuer thread', 'rescuer_thread', 'rescuers', 'wq_mem_reclaim'],
  since: null,
  also: [],
  functions: ['rescuer_thread'],
  related: ['mempool', 'oom-reaper'],
  cites: [
    { kind: 'source', ref: 'kernel/workqueue.c@v6.12' },
    { kind: 'memory', ref: 'behaviour from memory' },
  ],
}
