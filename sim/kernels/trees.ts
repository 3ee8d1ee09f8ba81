import type { Cite } from '../../model/index.ts'

/** Source that was read, and the release it stands for. */
export type Tree = { readonly at: string; readonly cite: Cite }

const tree = (at: string, ref: string, note: string): Tree => ({ at, cite: { kind: 'source', ref, note } })
const torvalds = (at: string, file: string, hash: string, note: string): Tree =>
  tree(at, `mm/${file}@torvalds/linux:${hash}`, note)

export const s40 = tree('v4.0', 'zhanglin496/linux-4.0.5', '4.0.5, stands for v4.0')
export const oom42 = torvalds('v4.2', 'oom_kill.c', 'dc56401fc9f2', '4.2 merge window')
export const alloc44 = torvalds('v4.4', 'page_alloc.c', 'd0164adc89f6', '4.4 merge window')
export const oom44lts = tree('v4.4', 'mm/oom_kill.c@LineageOS/android_kernel_google_wahoo:29daf360fe88', '4.4.291')
export const oom46first = torvalds('v4.6', 'oom_kill.c', 'aac453635549', 'first patch of the reaper series, 4.6-rc1')
export const oom46 = torvalds('v4.6', 'oom_kill.c', '855b01832573', 'end of the reaper series, 4.6-rc1')
export const alloc47 = torvalds('v4.7', 'page_alloc.c', '0a0337e0d1d1', '4.7-rc1')
export const s410 = tree('v4.10', 'latelee/linux-4.10', '4.10.0')
export const gfp412 = torvalds('v4.12', 'include/linux/gfp.h', '7dea19f9ee63', '4.12-rc1')
export const alloc412 = torvalds('v4.12', 'page_alloc.c', 'c288983dddf7', '4.12-rc')
export const oom414lts = tree('v4.14', 'mm/oom_kill.c@AICP/kernel_oneplus_sm8150', 'vendor 4.14 LTS')
export const alloc415 = torvalds('v4.15', 'page_alloc.c', '400e22499dd9', '4.15-rc1')
export const mmap417 = torvalds('v4.17', 'mmap.c', '27ae357fa82b', '4.17-rc')
export const memcg419 = torvalds('v4.19', 'memcontrol.c', '29ef680ae7c2', '4.19-rc1')
export const oom419 = torvalds('v4.19', 'oom_kill.c', 'af5679fbc669', '4.19-rc1')
export const oom50 = torvalds('v5.0', 'oom_kill.c', '9bcdeb51bd7d', '5.0-rc5')
export const oom54 = torvalds('v5.4', 'oom_kill.c', 'f9c645621a28', '5.4-rc')
export const alloc54 = torvalds('v5.4', 'page_alloc.c', 'b39d0ee2632d', '5.4-rc')
export const notifier54 = torvalds('v5.4', 'mmu_notifier.c', '23b68395c7c7', '5.4-rc1')
export const alloc61 = torvalds('v6.1', 'page_alloc.c', '3d36424b3b58', '6.1-rc')
export const s612 = tree('v6.12', 'shilei-massclouds/linux-6.12', '6.12.0')
export const debian61 = tree('6.1.192', 'linux-source-6.1 6.1.192-2', 'Debian source package')

/** A run of a real kernel: its name among the measured runs. */
export const ran = (name: string): Cite => ({ kind: 'run', ref: name })
