// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { compact, count, duration, money, percent } from '../pure/format.js';
import { Figure } from './figure.js';

/** @param {{ data: any, to: (terms?: Record<string, string>, more?: Record<string, string>) => string }} props */
export function OverviewFigures({ data, to }) {
  const { overview: o, cost } = data;
  const errors = o.error_sessions + o.timeout_sessions;
  return tags.div({ class: 'figures big' },
    cost && h(Figure, { label: 'Cost', value: money(cost.total_usd), note: cost.unpriced_tokens ? `without ${compact(cost.unpriced_tokens)} unpriced tokens` : '', href: to({}, { sort: 'cost' }) }),
    h(Figure, { label: 'Tokens', value: compact(o.total_tokens), note: `${compact(o.total_tokens_in)} in, ${compact(o.total_tokens_out)} out`, href: to({}, { sort: 'total_tokens' }) }),
    h(Figure, { label: 'Sessions', value: count(o.total_sessions), note: `${compact(o.total_events)} steps`, href: to() }),
    h(Figure, { label: 'Running', value: count(o.active_sessions), href: to({ status: 'active' }) }),
    h(Figure, { label: 'Failed', value: count(errors), note: percent(o.error_rate) + ' error rate', bad: errors > 0, href: to({ status: o.error_sessions || !o.timeout_sessions ? 'error' : 'timeout' }) }),
    h(Figure, { label: 'Average duration', value: duration(data.duration.avg_ms), note: `longest ${duration(data.duration.max_ms)}`, href: to({}, { sort: 'duration' }) }));
}
