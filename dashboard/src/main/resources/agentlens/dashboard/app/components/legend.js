// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { KIND_NAMES } from '../pure/events.js';
import { count } from '../pure/format.js';
import { Icon } from './icon.js';

const { span } = tags;

/** The kinds that occur. @param {{ rows: import('../pure/tree.js').Row[] }} props */
export function Legend({ rows }) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const row of rows) {
    counts[row.kind] = (counts[row.kind] ?? 0) + 1;
  }
  return span({ class: 'legend' }, KIND_NAMES.filter(([kind]) => counts[kind]).map(([kind, name]) => span({ key: kind, class: 'legend-item kind-' + kind },
    h(Icon, { name: kind }), name, span({ class: 'faint' }, ' ' + count(counts[kind])))));
}
