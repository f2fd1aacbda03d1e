// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';
import { compact, plural } from '../pure/format.js';

const { div, span } = tags;

/**
 * How many steps, on a scale of roots so that few are seen beside many, and how many of them failed.
 * @param {{ steps: number | undefined, errors: number | undefined, most: number }} props
 */
export function StepsBar({ steps, errors = 0, most }) {
  if (steps === undefined) {
    return span({ class: 'faint' }, '–');
  }
  const width = Math.sqrt(steps / most) * 100;
  const failed = steps > 0 ? Math.min(100, Math.max(errors > 0 ? 8 : 0, (errors / steps) * 100)) : 0;
  return div({ class: 'steps-bar', title: plural(steps, 'step') + (errors ? ', ' + plural(errors, 'error') : '') },
    span({ class: 'steps-count' }, compact(steps)),
    div({ class: 'steps-track', 'aria-hidden': 'true' },
      div({ class: 'steps-fill', style: { width: width + '%' } }, div({ class: 'steps-failed', style: { width: failed + '%' } }))));
}
