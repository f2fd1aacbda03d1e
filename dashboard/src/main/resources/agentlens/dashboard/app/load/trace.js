// SPDX-License-Identifier: Apache-2.0
/** A session with its events: the first at once, the rest in pages, and what comes while it runs. */
import { get } from '../api.js';
import { useLive } from '../live.js';
import { useRef, useState } from '../lib.js';

const FIRST_PAGE = 200;
const PAGE = 1_000;
/** How many known events are read again, to see that the new ones follow them. */
const OVERLAP = 5;
const SHOW_EACH_MS = 300;

/** @typedef {import('../pure/events.js').Event} Event */
/** @typedef {{ session: any, events: Event[], total: number, complete: boolean, error: any }} Trace */

/** @type {Trace} */
const NOTHING = { session: null, events: [], total: 0, complete: false, error: null };

/** @param {string} id @param {boolean} [live] @returns {Trace & { retry: () => void }} */
export function useTrace(id, live = true) {
  const [trace, setTrace] = useState(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const known = useRef(NOTHING);
  /** @param {Trace} next */
  const show = (next) => {
    known.current = next;
    setTrace(next);
  };

  useLive(async (signal) => {
    try {
      return await (known.current.complete ? update(id, known.current, show, signal) : load(id, show, signal));
    } catch (error) {
      if (!signal.aborted) {
        show({ ...known.current, error });
      }
      throw error;
    }
  }, [id, attempt], { stream: `/sessions/${encodeURIComponent(id)}/events/stream`, active: live && (!trace.session || trace.session.status === 'active') });
  return { ...trace, retry: () => setAttempt(attempt + 1) };
}

/** @param {string} id */
function path(id) {
  return '/sessions/' + encodeURIComponent(id);
}

/** @param {string} id @param {(trace: Trace) => void} show @param {AbortSignal} signal */
export async function load(id, show, signal) {
  /** @type {Event[]} */
  let events = [];
  let cursor;
  let shownAt = 0;
  do {
    const { events: page, next_event_cursor: next, ...session } = await get(path(id), { event_limit: events.length ? PAGE : FIRST_PAGE, event_cursor: cursor }, signal);
    events = [...events, ...page];
    cursor = next;
    if (!cursor || performance.now() - shownAt > SHOW_EACH_MS) {
      show({ session, events, total: session.total_events, complete: !cursor, error: null });
      shownAt = performance.now();
    }
  } while (cursor);
  return true;
}

/** @param {string} id @param {Trace} before @param {(trace: Trace) => void} show @param {AbortSignal} signal */
async function update(id, before, show, signal) {
  const from = Math.max(0, before.events.length - OVERLAP);
  const { events: page, next_event_cursor: next, ...session } = await get(path(id), { event_limit: PAGE, event_offset: from }, signal);
  const follows = before.events.slice(from).every((event, i) => event.event_id === page[i]?.event_id);
  const expected = from + page.length;
  if (next || !follows || session.total_events !== expected) {
    return load(id, show, signal);
  }
  const changed = page.length > before.events.length - from || JSON.stringify(session) !== JSON.stringify(before.session) || before.error;
  if (changed) {
    show({ session, events: [...before.events.slice(0, from), ...page], total: session.total_events, complete: true, error: null });
  }
  return Boolean(changed);
}
