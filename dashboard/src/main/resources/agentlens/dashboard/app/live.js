// SPDX-License-Identifier: Apache-2.0
/** Keeping what is shown up to date: a stream that says when to look, where the server has one, and polling with back-off. */
import { budget, hasKey } from './api.js';
import { offers } from './features.js';
import { useEffect, useRef } from './lib.js';

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
  useEffect(() => {
    const control = new AbortController();
    const loop = polling((signal) => latest.current(signal), control.signal, active);
    if (active && stream) {
      watch(stream, loop.soon, control.signal);
    }
    return () => control.abort();
  }, [...dependencies, stream, active]);
}

/** @param {(signal: AbortSignal) => Promise<boolean>} task @param {AbortSignal} signal @param {boolean} again */
function polling(task, signal, again) {
  let pause = SHORTEST;
  let running = false;
  let wanted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function run() {
    if (running || signal.aborted) {
      wanted = true;
      return;
    }
    running = true;
    wanted = false;
    try {
      pause = (await task(signal)) ? SHORTEST : Math.min(LONGEST, pause * 1.4);
    } catch {
      pause = Math.min(LONGEST, pause * 2);
      again = again || !signal.aborted;
    }
    running = false;
    schedule(wanted ? 300 : pause / Math.max(0.2, budget.get()));
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
  return { soon: () => (running ? (wanted = true) : schedule(300)) };
}

/**
 * Server-Sent Events by fetch, which can send a key. What they carry is only a reason to look; the API's lists stay the one truth.
 * @param {string} path @param {() => void} soon @param {AbortSignal} signal
 */
async function watch(path, soon, signal) {
  if (hasKey() || !(await offers(path.replace(/^\/sessions\/[^/]+/, '/sessions/{}')))) {
    return;
  }
  const source = new EventSource(path);
  source.addEventListener('event', soon);
  source.addEventListener('end', () => source.close());
  signal.addEventListener('abort', () => source.close());
  if (signal.aborted) {
    source.close();
  }
}
