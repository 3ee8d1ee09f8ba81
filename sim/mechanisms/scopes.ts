import type { Scope } from '../callbacks.ts'
import { bug } from '../ints.ts'
import type { Task } from '../machine.ts'
import type { World } from '../world.ts'

/** Bits of `Task.scopes`. */
export const scopeNoio = 1
export const scopeNofs = 2

/** `Task.savedScopes` of a task that is in no scope. */
export const noSavedScopes = 1
/** Scopes that may be open at once. */
export const scopesMax = 30

const isSet = (t: Task, scope: Scope): boolean =>
  scope === 'noreclaim' ? t.memalloc : (t.scopes & (scope === 'noio' ? scopeNoio : scopeNofs)) !== 0

const set = (t: Task, scope: Scope, on: boolean): void => {
  const bit = scope === 'noio' ? scopeNoio : scopeNofs
  if (scope === 'noreclaim') t.memalloc = on
  else t.scopes = on ? t.scopes | bit : t.scopes & ~bit
}

/**
 * memalloc_noio_save and its like: sets the task's flag and keeps whether it was set (kernel-mm.md 1.4). A kernel that
 * lacks PF_MEMALLOC_NOFS keeps the flag all the same: `currentGfpContext` does not look at it there.
 */
export const enterScope = (t: Task, scope: Scope): void => {
  if (t.savedScopes >= 1 << scopesMax) bug(`${t.lane} opens more than ${scopesMax} scopes`)
  t.savedScopes = t.savedScopes * 2 + (isSet(t, scope) ? 1 : 0)
  set(t, scope, true)
}

/** memalloc_noio_restore and its like: the flag becomes what the innermost open save found. */
export const leaveScope = (t: Task, scope: Scope): void => {
  if (t.savedScopes === noSavedScopes) bug(`${t.lane} leaves a scope that it is not in`)
  set(t, scope, (t.savedScopes & 1) === 1)
  t.savedScopes >>= 1
}

/**
 * memalloc_noio_flags (up to 4.11) or current_gfp_context: what the scopes of a task leave of a mask. NOIO takes
 * __GFP_IO and __GFP_FS off, NOFS __GFP_FS (kernel-mm.md 1.4). PF_MEMALLOC_PIN is not in this model.
 */
export const currentGfpContext = (w: World, t: Task, gfp: number): number => {
  if (t.scopes === 0) return gfp
  if (t.scopes & scopeNoio) return gfp & ~(w.gfp.io | w.gfp.fs)
  return w.k.scopes === 'noio-nofs' ? gfp & ~w.gfp.fs : gfp
}
