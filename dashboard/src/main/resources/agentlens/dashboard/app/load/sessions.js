// SPDX-License-Identifier: Apache-2.0
/** The list of sessions that a search finds: page after page, and what is new on top. */
import { get } from '../api.js';
import { useLive } from '../live.js';
import { useLayoutEffect, useRef, useState } from '../lib.js';
import { request } from '../pure/query.js';

const PAGE = 50;
/** Lists seen lately, for the way back to one. @type {Map<string, SessionList>} */
const SEEN = new Map();
const MOST_SEEN = 12;

/**
 * @typedef {{ session_id: string, agent_name: string, started_at: string, ended_at: string | null, status: string, metadata: any,
 *   total_tokens_in: number, total_tokens_out: number, title?: string | null, event_count?: number, error_count?: number, first_error?: string | null,
 *   duration_ms?: number | null, models?: string[], tools?: string[], conversation_id?: string | null, cost_usd?: number | null,
 *   unpriced_tokens?: number, [field: string]: any }} SessionItem
 * @typedef {{ items: SessionItem[], total: number, atLeast: boolean, next: string | null, warnings: string[], loaded: boolean, error: any,
 *   fresh: Set<string> }} SessionList
 */

/** @type {SessionList} */
const NOTHING = { items: [], total: 0, atLeast: false, next: null, warnings: [], loaded: false, error: null, fresh: new Set() };

/** @param {string} q @param {string} sort @param {string} order @returns {SessionList & { more: () => void, retry: () => void }} */
export function useSessions(q, sort, order) {
  const key = [q, sort, order].join('\n');
  const [list, setList] = useState(SEEN.get(key) ?? NOTHING);
  const [attempt, setAttempt] = useState(0);
  const known = useRef(list);
  const loading = useRef(false);
  const longer = useRef(list.items.length > PAGE);
  const wanted = useRef(key);

  /** @param {SessionList} next */
  const show = (next) => {
    known.current = next;
    setList(next);
    SEEN.delete(wanted.current);
    SEEN.set(wanted.current, next);
    if (SEEN.size > MOST_SEEN) {
      SEEN.delete(String(SEEN.keys().next().value));
    }
  };
  /** @param {string | undefined} cursor @param {AbortSignal} [signal] */
  const fetchPage = (cursor, signal) => {
    const { params } = request(q, Date.now());
    return get('/sessions', { ...params, limit: PAGE, sort, order, cursor }, signal);
  };
  useLayoutEffect(() => {
    if (wanted.current !== key) {
      wanted.current = key;
      longer.current = false;
      // The old rows stay until the new ones are here.
      known.current = { ...known.current, next: null, loaded: false };
    }
  }, [key]);

  useLive(async (signal) => {
    try {
      const page = await fetchPage(undefined, signal);
      const before = known.current;
      const ids = new Set(page.sessions.map((/** @type {SessionItem} */ s) => s.session_id));
      const rest = before.loaded ? before.items.filter((item) => !ids.has(item.session_id)) : [];
      const beyond = before.loaded && longer.current;
      /** @type {SessionItem[]} */
      const first = page.sessions;
      const old = new Set(before.items.map((item) => item.session_id));
      const changed = !before.loaded || JSON.stringify(first) !== JSON.stringify(before.items.slice(0, first.length));
      if (changed || before.error) {
        show({
          items: beyond ? [...first, ...rest] : first, total: page.total, atLeast: page.total_is === 'at_least',
          next: beyond ? before.next : (page.next_cursor ?? null), warnings: page.warnings ?? [], loaded: true, error: null,
          fresh: new Set(before.loaded ? first.map((s) => s.session_id).filter((id) => !old.has(id)) : []),
        });
      }
      return changed;
    } catch (error) {
      if (!signal.aborted) {
        show({ ...known.current, error, loaded: true });
      }
      throw error;
    }
  }, [key, attempt], { stream: '/events/stream' });

  const more = async () => {
    const cursor = known.current.next;
    if (!cursor || loading.current) {
      return;
    }
    loading.current = true;
    try {
      const page = await fetchPage(cursor);
      if (wanted.current === key && known.current.next === cursor) {
        longer.current = true;
        const ids = new Set(known.current.items.map((item) => item.session_id));
        const added = page.sessions.filter((/** @type {SessionItem} */ item) => !ids.has(item.session_id));
        show({ ...known.current, items: [...known.current.items, ...added], next: page.next_cursor ?? null });
      }
    } catch (error) {
      show({ ...known.current, error });
    } finally {
      loading.current = false;
    }
  };
  return { ...list, more, retry: () => setAttempt(attempt + 1) };
}
