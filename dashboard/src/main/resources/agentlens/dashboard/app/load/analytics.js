// SPDX-License-Identifier: Apache-2.0
import { get } from '../api.js';
import { useLive } from '../live.js';
import { useRef, useState } from '../lib.js';
import { RANGES, rangeStart } from '../pure/time.js';

/**
 * The totals of a range, kept up to date.
 * @param {keyof typeof RANGES} range @param {string} agent @param {string} model
 * @returns {{ data: any, from: string | undefined, error: any, retry: () => void }}
 */
export function useAnalytics(range, agent, model) {
  const [state, setState] = useState(/** @type {{ data: any, from: string | undefined, error: any }} */ ({ data: null, from: undefined, error: null }));
  const [attempt, setAttempt] = useState(0);
  const last = useRef('');
  useLive(async (signal) => {
    const from = rangeStart(range, Date.now());
    try {
      const data = await get('/analytics', { from, agent, model, interval: RANGES[range].interval }, signal);
      const text = JSON.stringify([from, data]);
      const changed = text !== last.current;
      if (changed) {
        last.current = text;
        setState({ data, from, error: null });
      }
      return changed;
    } catch (error) {
      if (!signal.aborted) {
        last.current = '';
        setState((old) => ({ ...old, error }));
      }
      throw error;
    }
  }, [range, agent, model, attempt], { stream: '/events/stream' });
  return { ...state, retry: () => setAttempt(attempt + 1) };
}
