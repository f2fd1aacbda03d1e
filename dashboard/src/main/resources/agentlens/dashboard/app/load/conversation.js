// SPDX-License-Identifier: Apache-2.0
/** The messages of a session: the server's reading, else the page's own. */
import { get } from '../api.js';
import { offers } from '../features.js';
import { useEffect, useMemo, useState } from '../lib.js';
import { conversation } from '../pure/messages.js';

const PAGE = 200;

/**
 * @param {string} id @param {import('../pure/events.js').Event[]} events @param {boolean} complete whether these are all events so far
 * @returns {{ messages: import('../pure/messages.js').Message[] | null, more: boolean, error: any, load: () => void }}
 */
export function useConversation(id, events, complete) {
  const [pages, setPages] = useState(1);
  const [state, setState] = useState(/** @type {{ messages: any[] | null, next: string | null, error: any, own: boolean }} */ ({ messages: null, next: null, error: null, own: false }));
  const own = useMemo(() => (state.own ? conversation(events) : []), [state.own, events]);
  useEffect(() => {
    const control = new AbortController();
    (async () => {
      if (!(await offers('/sessions/{session_id}/conversation'))) {
        setState({ messages: [], next: null, error: null, own: true });
        return;
      }
      /** @type {any[]} */
      let messages = [];
      let cursor;
      for (let page = 0; page < pages; page++) {
        const body = await get(`/sessions/${encodeURIComponent(id)}/conversation`, { limit: PAGE, cursor }, control.signal);
        messages = [...messages, ...body.messages];
        cursor = body.next_cursor ?? undefined;
        if (!cursor) {
          break;
        }
      }
      setState({ messages, next: cursor ?? null, error: null, own: false });
    })().catch((error) => !control.signal.aborted && setState({ messages: null, next: null, error, own: false }));
    return () => control.abort();
  }, [id, complete ? events.length : 0, pages]);
  const load = () => setPages(pages + 1);
  return state.own
    ? { messages: own.slice(0, pages * PAGE), more: own.length > pages * PAGE, error: null, load }
    : { messages: state.messages, more: state.next !== null, error: state.error, load };
}
