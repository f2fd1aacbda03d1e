// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';
import { delta } from '../pure/figures.js';
import { percent } from '../pure/format.js';

/**
 * A change, by arrow, sign and colour: none of them alone.
 * @param {{ base: number | null | undefined, value: number | null | undefined, show: (value: number) => string, lowerIsBetter: boolean }} props
 */
export function Delta({ base, value, show, lowerIsBetter }) {
  const change = delta(base, value);
  if (!change) {
    return null;
  }
  if (change.absolute === 0) {
    return tags.span({ class: 'delta faint' }, '= same');
  }
  const up = change.absolute > 0;
  const tone = lowerIsBetter ? (up ? 'worse' : 'better') : 'neutral';
  const text = (up ? '+' : '−') + show(Math.abs(change.absolute));
  const share = change.percent === null ? '' : ` (${up ? '+' : '−'}${percent(Math.abs(change.percent))})`;
  return tags.span({ class: 'delta ' + tone, title: tone === 'neutral' ? undefined : tone }, `${up ? '▲' : '▼'} ${text}${share}`);
}
