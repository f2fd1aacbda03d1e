// SPDX-License-Identifier: Apache-2.0
/** Keeping what is shown up to date: a stream that says when to look, where the server has one, and polling with back-off. */
import { budget } from './api.js';
import { useLayoutEffect, useRef } from './lib.js';
import { follow } from './stream.js';

const SHORTEST = 2_000;
const LONGEST = 30_000;

/**
 * Calls the task at once, then again and again while the view is there and the tab is seen: sooner after a change, later after none.
 * @param {(signal: AbortSignal) => Promise<boolean>} task whether something has changed
 * @param {any[]} dependencies starts over when one changes
 * @param {{ stream?: string, active?: boolean }} [options] stream: the path of a stream of events; not active: called once
 */
export function useLive(task, dependencies, { stream, active = true } = {}) {
  const latest = useRef(task);
  latest.current = task;
  // Before the browser paints: the request is under way meanwhile.
  useLayoutEffect(() => {
    const control = new AbortController();
    const loop = polling((signal) => latest.current(signal), control.signal, active);
    if (active && stream) {
      loop.follow(follow(stream, loop.soon, control.signal));
    }
    return () => control.abort();
  }, [...dependencies, stream, active]);
}

/** @param {(signal: AbortSignal) => Promise<boolean>} task @param {AbortSignal} signal @param {boolean} again */
function polling(task, signal, again) {
  let pause = SHORTEST;
  let running = false;
  let wanted = false;
  let begunAt = 0;
  /** @type {import('./stream.js').Subscription | undefined} */
  let stream;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function run() {
    if (running || signal.aborted) {
      wanted = true;
      return;
    }
    running = true;
    wanted = false;
    begunAt = performance.now();
    try {
      pause = (await task(signal)) ? SHORTEST : Math.min(LONGEST, pause * 1.4);
    } catch {
      pause = Math.min(LONGEST, pause * 2);
      again = again || !signal.aborted;
    }
    running = false;
    schedule(wanted ? afterNews() : (stream?.connected() ? LONGEST : pause) / frugality());
  }

  /** Soon, but not more often than without a stream. */
  function afterNews() {
    return Math.max(300, SHORTEST / frugality() - (performance.now() - begunAt));
  }

  /** Small while little of the rate limit is left. */
  function frugality() {
    return Math.max(0.2, budget.get());
  }

  /** @param {number} delay */
  function schedule(delay) {
    clearTimeout(timer);
    if (again && !signal.aborted && !document.hidden) {
      timer = setTimeout(run, delay);
    }
  }

  function seen() {
    if (!document.hidden) {
      pause = SHORTEST;
      schedule(50);
    }
  }
  document.addEventListener('visibilitychange', seen, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  run();
  return {
    soon: () => {
      if (running) {
        wanted = true;
      } else if (!wanted) {
        wanted = true;
        schedule(afterNews());
      }
    },
    /** @param {import('./stream.js').Subscription} subscription */
    follow: (subscription) => {
      stream = subscription;
    },
  };
}
