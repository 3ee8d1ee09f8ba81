import type { MechanismFact } from '../mechanism.ts'

export const bpfOom: MechanismFact = {
  slug: 'bpf-oom',
  title: 'OOM policy in BPF',
  says: 'Proposals to let a BPF program choose the victim, or free memory instead.',
  aliases: [
    'bpf oom',
    'bpf oom handler',
    'bpf_handle_oom',
    'bpf_handle_out_of_memory',
    'bpf_oom',
    'bpf_oom_kill_process',
    'bpf_oom_ops',
  ],
  since: null,
  also: [],
  functions: [],
  related: ['userspace-oom-killer', 'victim-selection'],
  cites: [{ kind: 'memory', ref: 'state of the proposals' }],
}
