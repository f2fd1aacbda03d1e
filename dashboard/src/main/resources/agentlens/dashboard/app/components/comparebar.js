// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { Icon } from './icon.js';

const { button, div, span } = tags;

/** @param {{ picked: string[], onToggle: (id: string) => void, onCompare: () => void }} props */
export function CompareBar({ picked, onToggle, onCompare }) {
  return div({ class: 'compare-bar', role: 'region', 'aria-label': 'Picked to compare' },
    picked.map((id, i) => span({ class: 'chip', key: id }, span({ class: 'faint' }, i === 0 ? 'base ' : ''), span({ class: 'mono chip-value' }, id),
      button({ class: 'chip-x', 'aria-label': `Unpick ${id}`, onClick: () => onToggle(id) }, h(Icon, { name: 'close' })))),
    picked.length < 2 ? span({ class: 'faint' }, 'Pick one more, up to four')
      : button({ class: 'primary', onClick: onCompare }, `Compare ${picked.length} sessions`));
}
