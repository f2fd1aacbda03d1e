// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags } from '../lib.js';
import { useNarrow } from '../media.js';
import { durationOf } from '../pure/figures.js';
import { compact, count, duration, line, money } from '../pure/format.js';
import { sessionLink, setParams } from '../router.js';
import { Status } from './status.js';
import { StepsBar } from './stepsbar.js';
import { Time } from './time.js';
import { Virtual } from './virtual.js';

const { a, button, div, input, span } = tags;

/** Title, class and the API's name to sort by. @type {[string, string, string][]} */
const COLUMNS = [
  ['', 'c-pick', ''], ['Status', 'c-status', ''], ['Session', 'c-title', ''], ['Model', 'c-model', ''], ['Started', 'c-start', 'started_at'],
  ['Duration', 'c-num', 'duration'], ['Steps', 'c-steps', 'events'], ['Errors', 'c-num', 'errors'], ['Tokens', 'c-num', 'total_tokens'], ['Cost', 'c-num', 'cost'],
];

/**
 * @param {{ list: import('../load/sessions.js').SessionList & { more: () => void }, sort: string, order: string, cursor: number, picked: string[],
 *   onToggle: (id: string) => void, onCursor: (index: number) => void }} props
 */
export function SessionTable({ list, sort, order, cursor, picked, onToggle, onCursor }) {
  const narrow = useNarrow();
  const most = Math.max(1, ...list.items.map((item) => item.event_count ?? 0));
  return h(Virtual, {
    class: 'session-table', role: 'table', label: 'Sessions', count: list.items.length, rowHeight: narrow ? 84 : 44, columns: COLUMNS.length,
    reveal: cursor, onEnd: list.more, header: h(Head, { sort, order }),
    render: (index) => {
      const item = list.items[index];
      return h(Row, {
        key: item.session_id, item, index, most, current: index === cursor, picked: picked.includes(item.session_id), fresh: list.fresh.has(item.session_id),
        onToggle, onCursor,
      });
    },
  });
}

/** @param {{ sort: string, order: string }} props */
function Head({ sort, order }) {
  return div({ class: 'session-row session-head', role: 'row' }, COLUMNS.map(([title, name, by]) => {
    const here = by && by === sort;
    const direction = here ? (order === 'asc' ? 'ascending' : 'descending') : undefined;
    const next = here && order === 'desc' ? 'asc' : 'desc';
    return div({ key: title, role: 'columnheader', class: name, 'aria-sort': by ? (direction ?? 'none') : undefined },
      by ? button({ class: classes('sort', here && 'here'), onClick: () => setParams({ sort: by, order: next }) }, title,
        span({ class: 'sort-mark', 'aria-hidden': 'true' }, here ? (order === 'asc' ? '↑' : '↓') : ''))
        : title || span({ class: 'sr' }, 'Pick to compare'));
  }));
}

/** @param {{ item: import('../load/sessions.js').SessionItem, index: number, most: number, current: boolean, picked: boolean, fresh: boolean,
 *   onToggle: (id: string) => void, onCursor: (index: number) => void }} props */
function Row({ item, index, most, current, picked, fresh, onToggle, onCursor }) {
  const id = item.session_id;
  const title = item.title ? line(item.title, 160) : '';
  const models = item.models ?? [];
  /** @param {string} name @param {any} child @param {Record<string, any>} [props] */
  const cell = (name, child, props = {}) => div({ role: 'cell', class: name, ...props }, child);
  return div({
    role: 'row', 'aria-rowindex': index + 2, 'aria-current': current ? 'true' : undefined, 'data-id': id,
    class: classes('session-row', current && 'current', picked && 'picked', fresh && 'fresh'), onMouseDown: () => onCursor(index),
  },
  cell('c-pick', input({ type: 'checkbox', 'aria-label': `Pick ${id} to compare`, checked: picked, onChange: () => onToggle(id) })),
  cell('c-status', h(Status, { status: item.status })),
  cell('c-title', [
    a({ href: sessionLink(id), class: 'row-link', dir: 'auto' }, title || item.agent_name),
    span({ class: 'row-sub faint' },
      title && span({ dir: 'auto' }, line(item.agent_name, 60), '  '),
      item.first_error && span({ class: 'bad', dir: 'auto', title: line(item.first_error, 400) }, line(item.first_error, 120), '  '),
      span({ class: 'mono' }, id)),
  ]),
  cell('c-model', [span({ dir: 'auto' }, models[0] ? line(models[0], 40) : ''), models.length > 1 && span({ class: 'faint' }, ` +${models.length - 1}`)], { title: models.join(', ') }),
  cell('c-start', h(Time, { value: item.started_at })),
  cell('c-num', item.status === 'active' ? span({ class: 'faint' }, 'running') : duration(durationOf(item)), { 'data-label': 'Duration' }),
  cell('c-steps', h(StepsBar, { steps: item.event_count, errors: item.error_count, most })),
  cell(classes('c-num', Boolean(item.error_count) && 'bad'), count(item.error_count), { 'data-label': item.error_count === 1 ? 'error' : 'errors' }),
  cell('c-num', compact(item.total_tokens_in + item.total_tokens_out), { 'data-label': 'Tokens', title: `${count(item.total_tokens_in)} in, ${count(item.total_tokens_out)} out` }),
  cell('c-num', money(item.cost_usd), { 'data-label': 'Cost', title: item.unpriced_tokens ? `${count(item.unpriced_tokens)} tokens have no known price` : undefined }));
}
