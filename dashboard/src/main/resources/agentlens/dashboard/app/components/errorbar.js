// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { count, line, plural } from '../pure/format.js';
import { errorMessage } from '../pure/events.js';
import { Icon } from './icon.js';

const { button, div, span } = tags;

/**
 * Errors first: how many, what the current one says, and a way from one to the next.
 * @param {{ errors: import('../pure/tree.js').Row[], selected: string | null, onSelect: (id: string) => void }} props
 */
export function ErrorBar({ errors, selected, onSelect }) {
  const at = errors.findIndex((row) => row.event.event_id === selected);
  const shown = errors[Math.max(0, at)];
  /** @param {number} index */
  const jump = (index) => onSelect(errors[(index + errors.length) % errors.length].event.event_id);
  return div({ class: 'error-bar', role: 'region', 'aria-label': 'Errors' },
    h(Icon, { name: 'error' }),
    span({ class: 'error-count' }, at >= 0 ? `Error ${count(at + 1)} of ${count(errors.length)}` : plural(errors.length, 'error')),
    button({ class: 'error-text', onClick: () => jump(Math.max(0, at)) }, span({ class: 'mono' }, `#${shown.index + 1} ${shown.label}`), ' ', span({ dir: 'auto' }, line(errorMessage(shown.event), 300))),
    button({ class: 'icon-button', 'aria-label': 'Previous error', title: 'Previous error (E)', onClick: () => jump(at < 0 ? -1 : at - 1) }, h(Icon, { name: 'up' })),
    button({ class: 'icon-button', 'aria-label': 'Next error', title: 'Next error (e)', onClick: () => jump(at + 1) }, h(Icon, { name: 'down' })));
}
