import type { ContextOp } from '../callbacks.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { complete, takeCompletion } from './completions.ts'
import { costUs } from './costs.ts'
import { fsReclaimAcquire, fsReclaimRelease, mightSleep } from './lockdep.ts'
import { pushInvalidate } from './notifiers.ts'
import { noRequest } from './requests.ts'
import { currentGfpContext, enterScope, leaveScope } from './scopes.ts'

/** Steps of a program about allocation scopes, notifiers and completions. `next` goes to the step after this one. */
export const stepContext = (w: World, t: Task, op: ContextOp, index: Index, next: () => void): number => {
  const isBack = t.ret !== noRequest
  switch (op.op) {
    case 'scopeEnter':
      next()
      enterScope(t, op.scope)
      return costUs.op
    case 'scopeLeave':
      next()
      leaveScope(t, op.scope)
      return costUs.op
    case 'invalidate':
      if (isBack) {
        t.ret = noRequest
        next()
      } else {
        mightSleep(w, t, 'mmu_notifier_invalidate_range_start')
        pushInvalidate(w, t, index, op.mm, -1, true)
      }
      return costUs.op
    case 'reclaimFrom': {
      if (isBack) {
        t.ret = noRequest
        leaveScope(t, 'noreclaim')
        fsReclaimRelease(w, index)
        next()
        return costUs.reclaim
      }
      const gfp = currentGfpContext(w, t, op.gfp)
      // A task under PF_MEMALLOC does not reclaim, and one that is asked not to neither.
      if (t.failed || t.memalloc || !(gfp & w.gfp.directReclaim)) {
        next()
        return costUs.op
      }
      fsReclaimAcquire(w, t, index, op.gfp)
      enterScope(t, 'noreclaim')
      pushInvalidate(w, t, index, op.mm, -1, true)
      return costUs.reclaim
    }
    case 'wait':
      next()
      if (!t.failed) takeCompletion(w, t, op.completion, index)
      return costUs.op
    case 'complete':
      next()
      complete(w, t, op.completion)
      return costUs.op
  }
}
