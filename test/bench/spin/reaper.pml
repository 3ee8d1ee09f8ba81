/*
 * The OOM reaper's question as a Promela model of its own, for comparison with `acknak sim explore oom-reaper`:
 * W holds a lock and allocates, the OOM killer picks V, which waits for that lock. Does W let go of it in the end?
 *
 *   HOLDER         who has V's mmap_sem: 0 nobody, 1 a writer that sleeps, 2 a writer that waits for X, 3 a writer that
 *                  allocates, 4 a reader that waits for X and a writer queued behind it
 *   REAPER         1: there is an OOM reaper
 *   GIVEUP_SKIPS   1: a victim whose mmap_sem was never got is no longer waited for; 0: it keeps TIF_MEMDIE
 *   REAPER_LOCKS   1: the reaper holds oom_lock during a try
 *   DELAY          1: a victim reaches the reaper after a delay
 *   BY_MM          1: a victim is in flight until its mm is given up; 0: while a thread has TIF_MEMDIE
 *   KILLER_NAPS    1: the killer sleeps with oom_lock held after a kill
 *
 * Pages come in lumps and there is no reclaim. Sleeps and timers take any time.
 */
#ifndef HOLDER
#define HOLDER 0
#endif
#ifndef REAPER
#define REAPER 1
#endif
#ifndef GIVEUP_SKIPS
#define GIVEUP_SKIPS 0
#endif
#ifndef REAPER_LOCKS
#define REAPER_LOCKS 0
#endif
#ifndef DELAY
#define DELAY 0
#endif
#ifndef BY_MM
#define BY_MM 0
#endif
#ifndef KILLER_NAPS
#define KILLER_NAPS 1
#endif
#define ATTEMPTS 10

/* Threads; T2 and T3 belong to V's process. */
#define W 0
#define V 1
#define T2 2
#define T3 3
#define B 4
#define R 5
#define NONE 9
#define RD 0
#define WR 1

/* Processes are named by their first thread: W, V, B. */
#define PROC(t) ((t == T2 || t == T3) -> V : t)

byte freePages = 0;
byte pages[6];
bool sigkill[6], memdie[6], exiting[6], dead[6];
/* BY_MM: the process was chosen, and its mm was given up. Otherwise `givenUp` alone: it may not be chosen again. */
bool chosen[6], givenUp[6];
byte usersV;
bool wDone = false, panicked = false;

byte xOwner = NONE;
chan xQueue = [4] of { byte };
byte oomOwner = NONE;
bool oomWaiter = false;

/* mmap_sem of V's process. */
byte readers = 0;
bool writer = false;
chan semQueue = [5] of { byte, bit };
bool granted[6];

byte reapList[3];
byte reapCount = 0;
bool waitsForDelay[6];

inline lockX(me) {
  atomic {
    if
    :: xOwner == NONE -> xOwner = me
    :: else -> xQueue!me; xOwner == me
    fi
  }
}
inline unlockX() {
  atomic {
    if
    :: len(xQueue) > 0 -> xQueue?xOwner
    :: else -> xOwner = NONE
    fi
  }
}
inline unlockOom() {
  atomic {
    if
    :: oomWaiter -> oomWaiter = false; oomOwner = R
    :: else -> oomOwner = NONE
    fi
  }
}
inline handOver() {
  do
  :: len(semQueue) == 0 -> break
  :: len(semQueue) > 0 ->
    semQueue?<next, mode>;
    if
    :: mode == WR && !writer && readers == 0 -> semQueue?next, mode; writer = true; granted[next] = true; break
    :: mode == RD && !writer -> semQueue?next, mode; readers++; granted[next] = true
    :: else -> break
    fi
  od;
  next = 0; mode = 0
}
inline down(me, how) {
  atomic {
    if
    :: how == RD && !writer && len(semQueue) == 0 -> readers++
    :: how == WR && !writer && readers == 0 -> writer = true
    :: else -> semQueue!me, how; granted[me] -> granted[me] = false
    fi
  }
}
inline upRead() { atomic { readers--; handOver() } }
inline upWrite() { atomic { writer = false; handOver() } }

#if BY_MM
#define FLIES(p) (chosen[p] && !givenUp[p])
#define IN_FLIGHT (FLIES(W) || FLIES(V) || FLIES(B))
#else
/* TIF_MEMDIE of any thread, or one that is exiting and still has its mm. */
#define IN_FLIGHT (memdie[W] || memdie[V] || memdie[T2] || memdie[T3] || memdie[B] || exiting[V] || exiting[T2] || exiting[T3] || exiting[B])
#endif

#if BY_MM
#define FLIGHTS_OF_OTHERS(p) ((p != W && FLIES(W)) || (p != V && FLIES(V)) || (p != B && FLIES(B)))
#define RESCUED(me) (sigkill[me] && !givenUp[PROC(me)] && !dead[PROC(me)])
#else
#define FLIGHTS_OF_OTHERS(p) ((p != W && memdie[W]) || (p != V && (memdie[V] || memdie[T2] || memdie[T3])) || (p != B && memdie[B]))
#define RESCUED(me) sigkill[me]
#endif

inline toReaper(p) {
#if REAPER
#if DELAY
  waitsForDelay[p] = true
#else
  reapList[reapCount] = p; reapCount++
#endif
#else
  skip
#endif
}
inline kill(p) {
  /* The question "at most one victim is waited for" */
  assert(!(FLIGHTS_OF_OTHERS(p)));
  sigkill[p] = true;
  if
  :: p == V -> sigkill[T2] = true; sigkill[T3] = true
  :: else
  fi;
  memdie[p] = true;
  chosen[p] = true;
  toReaper(p)
}
/* Gets one lump of pages. Who is marked takes it out of the reserves. */
inline allocate(me) {
  do
  :: d_step { memdie[me] -> skip }; break
  :: d_step { !memdie[me] && freePages > 0 -> freePages-- }; break
  :: !memdie[me] && freePages == 0 ->
    if
    :: atomic { oomOwner == NONE -> oomOwner = me };
      if
      :: d_step { freePages > 0 -> freePages-- }; unlockOom(); break
      :: atomic {
          freePages == 0 ->
          if
          :: RESCUED(me) -> memdie[me] = true; chosen[PROC(me)] = true
          :: !RESCUED(me) && IN_FLIGHT -> skip
          :: !RESCUED(me) && !IN_FLIGHT && !givenUp[V] && usersV > 0 -> kill(V); napping = KILLER_NAPS
          :: !RESCUED(me) && !IN_FLIGHT && (givenUp[V] || usersV == 0) && !givenUp[B] && !dead[B] -> kill(B); napping = KILLER_NAPS
          :: !RESCUED(me) && !IN_FLIGHT && (givenUp[V] || usersV == 0) && (givenUp[B] || dead[B]) && !givenUp[W] -> kill(W); napping = KILLER_NAPS
          :: else -> panicked = true; assert(false)
          fi
        };
        if
        :: napping -> napping = false
        :: else
        fi;
        unlockOom()
      fi
    :: oomOwner != NONE -> skip /* lost: sleeps a jiffy and counts it as progress */
    fi
  od
}

inline exitV(me) {
  exiting[me] = true;
  down(me, RD);
  atomic { exiting[me] = false; readers--; handOver() };
  atomic {
    usersV--;
    if
    :: usersV == 0 -> freePages = freePages + pages[V]; pages[V] = 0;
#if BY_MM
      givenUp[V] = true
#endif
    :: else
    fi
  };
  atomic { memdie[me] = false; dead[me] = true }
}

proctype ThreadW() {
  bool napping = false;
  lockX(W);
  skip; /* I/O under X */
  allocate(W);
  allocate(W);
  atomic { unlockX(); wDone = true }
}

proctype ThreadV() {
  byte next = 0; bit mode = 0;
  if
  :: sigkill[V] -> skip
  :: !sigkill[V] -> lockX(V); unlockX(); sigkill[V]
  fi;
  exitV(V)
}

#if HOLDER != 0
proctype Second() {
  byte next = 0; bit mode = 0; bool napping = false;
  if
  :: sigkill[T2] -> skip
  :: !sigkill[T2] ->
#if HOLDER == 1
    down(T2, WR); skip; upWrite()
#elif HOLDER == 2
    down(T2, WR); lockX(T2); unlockX(); upWrite()
#elif HOLDER == 3
    down(T2, WR); skip; allocate(T2); upWrite()
#else
    down(T2, RD); lockX(T2); unlockX(); upRead()
#endif
  fi;
  exitV(T2)
}
#endif
#if HOLDER == 4
proctype Third() {
  byte next = 0; bit mode = 0;
  if
  :: sigkill[T3] -> skip
  :: !sigkill[T3] -> down(T3, WR); upWrite()
  fi;
  exitV(T3)
}
#endif

/* A bystander that sleeps until it is killed. */
proctype Bystander() {
  sigkill[B];
  exiting[B] = true;
  atomic {
    freePages = freePages + pages[B]; pages[B] = 0; exiting[B] = false;
#if BY_MM
    givenUp[B] = true
#endif
  };
  atomic { memdie[B] = false; dead[B] = true }
}

#if REAPER
inline letGo(p) {
  givenUp[p] = true;
#if !BY_MM
  memdie[p] = false
#endif
}
proctype Reaper() {
  byte victim = NONE, tries = 0; byte next = 0; bit mode = 0; bool got = false;
end:
  do
  :: atomic { reapCount > 0 -> reapCount--; victim = reapList[reapCount]; reapList[reapCount] = 0; tries = 0 };
    do
    :: tries == ATTEMPTS ->
#if GIVEUP_SKIPS
      atomic { letGo(victim) };
#endif
      break
    :: tries < ATTEMPTS -> tries++;
#if REAPER_LOCKS
      atomic {
        if
        :: oomOwner == NONE -> oomOwner = R
        :: else -> oomWaiter = true; oomOwner == R
        fi
      };
#endif
      atomic {
        if
        :: (victim == V && usersV == 0) || (victim == B && dead[B]) || dead[victim] && victim != V || BY_MM && givenUp[victim] ->
          tries = ATTEMPTS + 1
        :: else ->
          if
          :: victim == V && (writer || len(semQueue) > 0) -> got = false
          :: else ->
            got = true;
            if
            :: victim == V -> readers++
            :: else
            fi
          fi
        fi
      };
      if
      :: tries > ATTEMPTS -> skip
      :: tries <= ATTEMPTS && got ->
        d_step { freePages = freePages + pages[victim]; pages[victim] = 0 };
        if
        :: victim == V -> upRead()
        :: else
        fi
      :: else
      fi;
#if REAPER_LOCKS
      unlockOom();
#endif
      if
      :: tries > ATTEMPTS -> break
      :: tries <= ATTEMPTS && got -> atomic { got = false; letGo(victim) }; break
      :: else -> skip /* sleeps and tries again */
      fi
    od;
    atomic { victim = NONE; tries = 0 }
#if DELAY
  :: atomic { waitsForDelay[V] -> waitsForDelay[V] = false; reapList[reapCount] = V; reapCount++ }
  :: atomic { waitsForDelay[B] -> waitsForDelay[B] = false; reapList[reapCount] = B; reapCount++ }
  :: atomic { waitsForDelay[W] -> waitsForDelay[W] = false; reapList[reapCount] = W; reapCount++ }
#endif
  od
}
#endif

init {
  atomic {
    pages[V] = 4; pages[B] = 3; pages[W] = 0;
    usersV = 1;
    run ThreadW();
    run ThreadV();
#if HOLDER != 0
    usersV++;
    run Second();
#endif
#if HOLDER == 4
    usersV++;
    run Third();
#endif
    run Bystander();
#if REAPER
    run Reaper()
#endif
  }
}

ltl through { <> wDone }
