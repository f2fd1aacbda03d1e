// SPDX-License-Identifier: Apache-2.0
import { classes, tags, useState } from '../lib.js';
import { line } from '../pure/format.js';

const { a, button, div, h3, li, p, section, span, ul } = tags;
const SHOWN = 7;

/**
 * Names with bars, longest first; each leads to its sessions. What failed is the dark end of a bar.
 * @param {{ title: string, unit: string, empty: string, items: { name: string, value: number, bad?: number, text: string, note: string, href: string }[] }} props
 */
export function BarList({ title, unit, empty, items }) {
  const [all, setAll] = useState(false);
  const max = Math.max(1, ...items.map((item) => item.value));
  return section({ class: 'card', 'aria-label': title },
    div({ class: 'card-head' }, h3(null, title), span({ class: 'faint' }, unit)),
    items.length === 0 ? p({ class: 'faint' }, empty) : ul({ class: 'bar-list' }, items.slice(0, all ? items.length : SHOWN).map((item) => li({ key: item.name },
      a({ href: item.href, class: 'bar-item' },
        span({ class: 'bar-track', 'aria-hidden': 'true' }, span({ class: 'bar-fill', style: { width: (item.value / max) * 100 + '%' } },
          item.bad ? span({ class: 'bar-bad', style: { width: Math.max(2, (item.bad / item.value) * 100) + '%' } }) : null)),
        span({ class: 'bar-name', dir: 'auto', title: item.name }, line(item.name, 60)), span({ class: classes('bar-note', item.bad ? 'bad' : 'faint') }, item.note), span({ class: 'bar-value' }, item.text))))),
    items.length > SHOWN && button({ class: 'small quiet', 'aria-expanded': all, onClick: () => setAll(!all) }, all ? 'Show fewer' : `Show all ${items.length}`));
}
