// SPDX-License-Identifier: Apache-2.0
/** The messages of a session, page by page. */
import { get } from '../api.js';
import { useEffect, useState } from '../lib.js';

const PAGE = 200;

/**
 * @param {string} id @param {import('../pure/events.js').Event[]} events @param {boolean} complete whether these are all events so far
 * @returns {{ messages: import('../pure/messages.js').Message[] | null, more: boolean, error: any, load: () => void }}
 */
export function useConversation(id, events, complete) {
  const [pages, setPages] = useState(1);
  const [state, setState] = useState(/** @type {{ messages: any[] | null, next: string | null, error: any }} */ ({ messages: null, next: null, error: null }));
  useEffect(() => {
    const control = new AbortController();
    (async () => {
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
      setState({ messages, next: cursor ?? null, error: null });
    })().catch((error) => !control.signal.aborted && setState({ messages: null, next: null, error }));
    return () => control.abort();
  }, [id, complete ? events.length : 0, pages]);
  return { messages: state.messages, more: state.next !== null, error: state.error, load: () => setPages(pages + 1) };
}
