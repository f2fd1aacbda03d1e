// SPDX-License-Identifier: Apache-2.0
import { tags, useState } from '../lib.js';
import { niceMax } from '../pure/scale.js';
import { exact, tick } from '../pure/time.js';

const { a, div, h3, section, span } = tags;
const HEIGHT = 96;

/**
 * Bars over time; each leads to the sessions behind it.
 * @param {{ title: string, bars: { time: number, value: number, href: string }[], show: (value: number) => string, step: number, bad?: boolean, integers?: boolean }} props
 */
export function BarChart({ title, bars, show, step, bad = false, integers = true }) {
  const [over, setOver] = useState(/** @type {number | null} */ (null));
  const max = niceMax(Math.max(0, ...bars.map((bar) => bar.value)), integers);
  const total = bars.reduce((sum, bar) => sum + bar.value, 0);
  const point = over === null ? null : bars[over];
  const labels = [0, Math.floor((bars.length - 1) / 2), bars.length - 1].filter((at, i, all) => all.indexOf(at) === i);
  return section({ class: 'card chart' + (bad ? ' chart-bad' : ''), 'aria-label': title },
    div({ class: 'chart-head' }, h3(null, title),
      point ? span({ class: 'chart-value' }, show(point.value), span({ class: 'faint' }, ' ' + (step < 86_400_000 ? exact(new Date(point.time).toISOString()).replace(/:\d\d$/, '') : tick(point.time, step))))
        : span({ class: 'chart-value' }, show(total), span({ class: 'faint' }, ' in all'))),
    div({ class: 'chart-plot', style: { height: HEIGHT + 'px' }, onMouseLeave: () => setOver(null) },
      span({ class: 'chart-max faint', 'aria-hidden': 'true' }, show(max)),
      div({ class: 'chart-bars' }, bars.map((bar, i) => bar.value === 0 ? span({ key: bar.time, class: 'chart-bar none', onMouseEnter: () => setOver(i) })
        : a({
          key: bar.time, class: 'chart-bar', href: bar.href, 'aria-label': `${title}, ${tick(bar.time, step)}: ${show(bar.value)}. Show the sessions`,
          onMouseEnter: () => setOver(i), onFocus: () => setOver(i),
        }, span({ style: { height: Math.max(2, (bar.value / max) * 100) + '%' } }))))),
    div({ class: 'chart-axis faint', 'aria-hidden': 'true' }, labels.map((at) => span({ key: at }, tick(bars[at].time, step)))));
}
