// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags, useEffect, useRef } from '../lib.js';
import { content } from '../pure/align.js';
import { errorMessage, KIND_NAMES, reasoning } from '../pure/events.js';
import { compact, count, duration, line, money } from '../pure/format.js';
import { CopyButton } from './copybutton.js';
import { Icon } from './icon.js';
import { JsonViewer } from './jsonviewer.js';
import { TextBlock } from './textblock.js';
import { Time } from './time.js';

const { aside, button, div, dl, dt, dd, h2, h3, header, section, span } = tags;

/**
 * One event: what went in, what came out, why, and everything it carries.
 * @param {{ row: import('../pure/tree.js').Row, rows: import('../pure/tree.js').Row[], onSelect: (id: string) => void, onClose: () => void }} props
 */
export function EventPanel({ row, rows, onSelect, onClose }) {
  const { event } = row;
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    ref.current?.scrollTo(0, 0);
  }, [event.event_id]);
  const { input, output } = content(event);
  const why = reasoning(event);
  const message = errorMessage(event);
  const kindName = KIND_NAMES.find(([kind]) => kind === row.kind)?.[1] ?? 'Event';
  return aside({ class: classes('event-panel', 'kind-' + row.kind), ref, 'aria-label': 'Event', 'data-event': event.event_id },
    header({ class: 'panel-head' },
      h(Icon, { name: row.failed ? 'error' : row.kind }), h2({ dir: 'auto', title: row.label }, line(row.label, 80)),
      h(CopyButton, { text: () => JSON.stringify(event, null, 2), label: 'Copy the event as JSON' }),
      button({ class: 'icon-button', 'aria-label': 'Close', title: 'Close (Esc)', onClick: onClose }, h(Icon, { name: 'close' }))),
    div({ class: 'panel-sub faint' }, span(null, `#${count(row.index + 1)} of ${count(rows.length)}`), span(null, kindName),
      span({ class: 'mono' }, line(event.event_type, 64)), h(Time, { value: event.timestamp })),
    row.parent >= 0 && button({ class: 'panel-parent small', onClick: () => onSelect(rows[row.parent].event.event_id) }, h(Icon, { name: 'up' }), span({ dir: 'auto' }, 'in ' + line(rows[row.parent].label, 60))),
    dl({ class: 'panel-figures' },
      event.duration_ms !== null && [dt(null, 'Duration'), dd(null, duration(event.duration_ms))],
      event.tokens_in + event.tokens_out > 0 && [dt(null, 'Tokens'), dd(null, `${compact(event.tokens_in)} in, ${compact(event.tokens_out)} out`)],
      event.cost_usd !== undefined && event.cost_usd !== null && [dt(null, 'Cost'), dd(null, money(event.cost_usd))],
      event.model && [dt(null, 'Model'), dd({ dir: 'auto' }, line(event.model, 80))]),
    message && section({ class: 'panel-error' }, h3(null, 'Error'), h(TextBlock, { text: message })),
    why && section(null, h3(null, 'Reasoning'), h(TextBlock, { text: why, prose: true })),
    input && section(null, h3(null, row.kind === 'llm' ? 'Prompt' : 'Input'), h(TextBlock, { text: input, prose: row.kind === 'llm' })),
    output && output !== message && section(null, h3(null, row.kind === 'llm' ? 'Response' : 'Output'), h(TextBlock, { text: output, prose: row.kind === 'llm' })),
    section({ class: 'panel-json' }, h3(null, 'Everything it carries'), h(JsonViewer, { value: event, name: 'event', openTo: 1, bounded: true })));
}
