// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags } from '../lib.js';
import { parse, format, valueOf, withTerm } from '../pure/query.js';
import { setParams } from '../router.js';
import { Icon } from './icon.js';
import { SavedViews } from './savedviews.js';

const { button, div, label, option, select, span } = tags;
const STATUSES = ['active', 'completed', 'error', 'timeout'];
const SINCE = [['', 'Any time'], ['1h', 'Last hour'], ['24h', 'Last 24 hours'], ['7d', 'Last 7 days'], ['30d', 'Last 30 days']];
const OWN_CONTROL = ['status', 'errors', 'since'];

/** The search as buttons and chips; all of them change the text of the box. @param {{ q: string, params: Record<string, string> }} props */
export function SessionFilters({ q, params }) {
  /** @param {string} next */
  const set = (next) => setParams({ q: next });
  const status = valueOf(q, 'status');
  const errors = /^(yes|true|1)$/i.test(valueOf(q, 'errors'));
  const since = valueOf(q, 'since');
  const query = parse(q);
  return div({ class: 'filters', role: 'group', 'aria-label': 'Filters' },
    div({ class: 'segments', role: 'group', 'aria-label': 'Status' },
      ['', ...STATUSES].map((name) => button({
        key: name, class: classes('segment', status === name && 'here'), 'aria-pressed': status === name, onClick: () => set(withTerm(q, 'status', name || null)),
      }, name || 'all'))),
    button({ class: classes('chip-button', errors && 'here'), 'aria-pressed': errors, onClick: () => set(withTerm(q, 'errors', errors ? null : 'yes')) }, 'with errors'),
    label({ class: 'chip-select' }, span({ class: 'sr' }, 'Started'),
      select({ value: since, onChange: (/** @type {any} */ e) => set(withTerm(q, 'since', e.target.value || null)) },
        [...SINCE, ...(SINCE.some(([value]) => value === since) ? [] : [[since, 'Last ' + since]])].map(([value, text]) => option({ key: value, value, selected: value === since }, text)))),
    query.terms.map((term, i) => !OWN_CONTROL.includes(term.field) && span({ class: 'chip', key: i + term.field },
      span({ class: 'faint' }, term.field + term.op), span({ class: 'chip-value', dir: 'auto' }, term.value),
      button({
        class: 'chip-x', 'aria-label': `Remove the filter ${term.field}`,
        onClick: () => set(format({ ...query, terms: query.terms.filter((other) => other !== term) })),
      }, h(Icon, { name: 'close' })))),
    h(SavedViews, { params }));
}
