// SPDX-License-Identifier: Apache-2.0
import { CompareBar } from '../components/comparebar.js';
import { FirstSteps } from '../components/firststeps.js';
import { SearchBox } from '../components/searchbox.js';
import { SessionFilters } from '../components/sessionfilters.js';
import { SessionTable } from '../components/sessiontable.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { useSessions } from '../load/sessions.js';
import { useKeys } from '../keys.js';
import { h, tags, useState } from '../lib.js';
import { plural } from '../pure/format.js';
import { request } from '../pure/query.js';
import { go, link, sessionLink, setParams } from '../router.js';

const { button, div, h1, p, span } = tags;
const MOST_PICKED = 4;
/** The row that was current in each list, for the way back to it. @type {Map<string, number>} */
const CURSORS = new Map();

/** @param {{ params: Record<string, string> }} props */
export function Sessions({ params }) {
  const q = params.q ?? '';
  const [sort, order] = [params.sort ?? 'started_at', params.order ?? 'desc'];
  const list = useSessions(q, sort, order);
  const place = [q, sort, order].join('\n');
  const [cursor, setCursorOnly] = useState(CURSORS.get(place) ?? -1);
  /** @param {number | ((old: number) => number)} next */
  const setCursor = (next) => setCursorOnly((old) => {
    const at = typeof next === 'number' ? next : next(old);
    CURSORS.set(place, at);
    return at;
  });
  const picked = (params.pick ?? '').split(',').filter(Boolean);
  const { problems } = request(q, Date.now());

  /** @param {string} id */
  const toggle = (id) => {
    const next = picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id].slice(-MOST_PICKED);
    setParams({ pick: next.join(',') }, true);
  };
  const compare = () => picked.length > 1 && go(link('compare', { ids: picked.join(',') }));
  const selected = list.items[cursor];
  /** @param {number} step */
  const move = (step) => {
    // Else Enter would press the button that was clicked last.
    /** @type {HTMLElement | null} */ (document.querySelector('.session-table'))?.focus({ preventScroll: true });
    setCursor((at) => Math.max(0, Math.min(list.items.length - 1, at + step)));
  };
  useKeys('page', {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    Home: () => setCursor(0), End: () => setCursor(list.items.length - 1),
    Enter: () => (selected ? go(sessionLink(selected.session_id)) : false),
    x: () => (selected ? toggle(selected.session_id) : false),
    c: compare,
    Escape: () => (cursor >= 0 ? setCursor(-1) : picked.length > 0 ? setParams({ pick: null }, true) : q ? setParams({ q: null }) : false),
  });

  const nothing = list.loaded && list.items.length === 0;
  return [
    div({ class: 'list-head' }, h1(null, 'Sessions'), h(SearchBox, { q }),
      span({ class: 'list-count faint', role: 'status' }, list.loaded && !list.error && (list.atLeast ? 'at least ' : '') + plural(list.total, 'session'))),
    h(SessionFilters, { q, params }),
    [...problems, ...list.warnings].map((text) => p({ key: text, class: 'hint' }, text)),
    list.error && list.items.length === 0 ? h(Failure, { error: list.error, title: 'The sessions cannot be loaded', onRetry: list.retry })
      : !list.loaded && list.items.length === 0 ? h(Loading, { what: 'sessions' })
        : nothing && !q ? h(FirstSteps, null)
          : nothing ? h(Empty, { title: 'No session matches' }, p({ class: 'faint' }, 'Rows appear by themselves as soon as one does.'),
            button({ onClick: () => setParams({ q: null }) }, 'Clear the search'))
            : h(SessionTable, { list, sort, order, cursor, picked, onToggle: toggle, onCursor: setCursor }),
    picked.length > 0 && h(CompareBar, { picked, onToggle: toggle, onCompare: compare }),
  ];
}
