import type { MechanismFact } from '../mechanism.ts'

export const vmFaultOom: MechanismFact = {
  slug: 'vm-fault-oom',
  title: 'VM_FAULT_OOM',
  says: 'The answer of a fault handler that could not get memory. Locks are dropped and the fault is raised again on return to user space; in kernel mode the access fails instead.',
  aliases: ['vm_fault_oom'],
  since: null,
  also: [],
  functions: [],
  related: ['page-fault-oom'],
  cites: [
    { kind: 'source', ref: 'arch/x86/mm/fault.c@v4.0.5' },
    { kind: 'source', ref: 'arch/x86/mm/fault.c@v6.12' },
  ],
}
