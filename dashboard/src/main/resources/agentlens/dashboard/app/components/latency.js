// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';
import { duration, line, plural } from '../pure/format.js';
import { niceMax } from '../pure/scale.js';

const { a, div, h3, li, p, section, span, ul } = tags;

/** How long models take: from half of the calls to 95 of 100. @param {{ rows: any[], to: (terms?: Record<string, string>, more?: Record<string, string>) => string }} props */
export function Latency({ rows, to }) {
  const max = niceMax(Math.max(0, ...rows.map((row) => row.p95_ms ?? 0)));
  return section({ class: 'card', 'aria-label': 'Latency by model' },
    div({ class: 'card-head' }, h3(null, 'Latency'), span({ class: 'faint' }, 'p50 to p95')),
    rows.length === 0 ? p({ class: 'faint' }, 'No timed call in this range') : ul({ class: 'bar-list' }, [...rows].sort((a, b) => b.calls - a.calls).slice(0, 7).map((row) => li({ key: row.model },
      a({ href: to({ model: row.model }, { sort: 'duration' }), class: 'bar-item' },
        span({ class: 'bar-track', 'aria-hidden': 'true' }, span({ class: 'range-fill', style: { left: (row.p50_ms / max) * 100 + '%', width: `max(3px, ${((row.p95_ms - row.p50_ms) / max) * 100}%)` } })),
        span({ class: 'bar-name', dir: 'auto', title: `${row.model}: ${plural(row.calls, 'call')}` }, line(row.model, 40)), span({ class: 'bar-note faint' }, ''), span({ class: 'bar-value' }, `${duration(row.p50_ms)} – ${duration(row.p95_ms)}`))))));
}
