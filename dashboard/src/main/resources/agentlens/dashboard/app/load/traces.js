// SPDX-License-Identifier: Apache-2.0
/** Several sessions with all their events, one after the other. */
import { useEffect, useState } from '../lib.js';
import { load } from './trace.js';

/** @typedef {import('./trace.js').Trace} Trace */

/** @param {string[]} ids @returns {{ traces: Trace[], error: any, retry: () => void }} in the order of the ids */
export function useTraces(ids) {
  const [byId, setById] = useState(/** @type {Record<string, Trace>} */ ({}));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setError(null);
    (async () => {
      for (const id of ids) {
        if (!byId[id]?.complete) {
          await load(id, (trace) => setById((old) => ({ ...old, [id]: trace })), control.signal);
        }
      }
    })().catch((problem) => !control.signal.aborted && setError(problem));
    return () => control.abort();
  }, [[...ids].sort().join(','), attempt]);
  const none = { session: null, events: [], total: 0, complete: false, error: null };
  return { traces: ids.map((id) => byId[id] ?? none), error, retry: () => setAttempt(attempt + 1) };
}
