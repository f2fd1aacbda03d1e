// SPDX-License-Identifier: Apache-2.0
/** Why sessions failed: the message of the first error of each. */
import { get } from '../api.js';
import { offers } from '../features.js';
import { useEffect, useState } from '../lib.js';
import { errorMessage } from '../pure/events.js';

/** @type {Map<string, string>} by session and number of errors, since more may come */
const known = new Map();

/** @param {import('./sessions.js').SessionItem[]} items @returns {(item: import('./sessions.js').SessionItem) => string} '' while it is not known */
export function useReasons(items) {
  const [, setCount] = useState(0);
  const keys = items.map(key).join();
  useEffect(() => {
    const control = new AbortController();
    (async () => {
      if (!(await offers('/sessions/{session_id}/events'))) {
        return;
      }
      for (const item of items.filter((other) => other.error_count && !known.has(key(other)))) {
        const { events } = await get(`/sessions/${encodeURIComponent(item.session_id)}/events`, { errors: 'true', limit: 1 }, control.signal);
        known.set(key(item), events.length > 0 ? errorMessage(events[0]) : '');
        setCount(known.size);
      }
    })().catch(() => {
      // The list says the same without its reasons.
    });
    return () => control.abort();
  }, [keys]);
  return (item) => known.get(key(item)) ?? '';
}

/** @param {import('./sessions.js').SessionItem} item */
function key(item) {
  return item.session_id + ' ' + item.error_count;
}
