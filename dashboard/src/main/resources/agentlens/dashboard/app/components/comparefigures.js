// SPDX-License-Identifier: Apache-2.0
import { h, tags, useMemo } from '../lib.js';
import { figures } from '../pure/figures.js';
import { compact, count, duration, line, money } from '../pure/format.js';
import { sessionLink } from '../router.js';
import { Delta } from './delta.js';
import { Status } from './status.js';
import { Time } from './time.js';

const { a, div, section, span, table, tbody, td, th, thead, tr } = tags;

/** @typedef {import('../pure/figures.js').Figures} Figures */

/** Each figure is better when it is lower, but for those marked neutral. @type {[string, (f: Figures) => number | null | undefined, (v: any) => string, boolean][]} */
const ROWS = [
  ['Duration', (f) => f.duration, duration, true], ['Cost', (f) => f.cost, money, true], ['Tokens', (f) => f.tokens, compact, true],
  ['Errors', (f) => f.errors, count, true], ['Steps', (f) => f.steps, count, false], ['Model calls', (f) => f.llm, count, false], ['Tool calls', (f) => f.tools, count, false],
];
const LETTERS = 'ABCD';

/** @param {{ traces: import('../load/trace.js').Trace[] }} props */
export function CompareFigures({ traces }) {
  const all = useMemo(() => traces.map((trace) => figures(trace.session, trace.events)), [traces.map((t) => t.events.length + t.session.session_id).join()]);
  const rows = ROWS.filter(([, of]) => all.some((f) => of(f) !== undefined && of(f) !== null));
  return section({ class: 'compare-figures card', 'aria-label': 'Figures' },
    div({ class: 'scroll-x', tabIndex: 0 }, table(null,
      thead(null, tr(null, th({ scope: 'col' }, span({ class: 'sr' }, 'Figure')), traces.map(({ session }, i) => th({ key: session.session_id, scope: 'col' },
        span({ class: 'letter letter-' + i }, LETTERS[i]), ' ', a({ href: sessionLink(session.session_id), dir: 'auto' }, line(session.title ?? session.agent_name, 60)),
        div({ class: 'compare-sub faint' }, h(Status, { status: session.status }), span({ class: 'mono' }, session.session_id), h(Time, { value: session.started_at })))))),
      tbody(null,
        rows.map(([name, of, show, lower]) => tr({ key: name }, th({ scope: 'row' }, name), all.map((f, i) => td({ key: i },
          span({ class: 'compare-value' }, show(of(f))), i > 0 && h(Delta, { base: of(all[0]), value: of(f), show, lowerIsBetter: lower }))))),
        h(NamesRow, { title: 'Models', lists: all.map((f) => f.models) }),
        h(NamesRow, { title: 'Tools', lists: all.map((f) => f.toolCalls) })))));
}

/** @param {{ title: string, lists: [string, number][][] }} props */
function NamesRow({ title, lists }) {
  const base = new Map(lists[0]);
  return lists.every((list) => list.length === 0) ? null : tr(null, th({ scope: 'row' }, title), lists.map((list, i) => td({ key: i },
    list.slice(0, 8).map(([name, calls]) => {
      const before = base.get(name);
      const mark = i === 0 ? '' : before === undefined ? ' new' : '';
      return span({ key: name, class: 'tag' + (mark ? ' tag-new' : ''), dir: 'auto' }, line(name, 32), span({ class: 'faint' }, ` ${count(calls)}${mark}`));
    }),
    i > 0 && lists[0].filter(([name]) => !list.some(([other]) => other === name)).slice(0, 6).map(([name]) => span({ key: name, class: 'tag tag-gone', dir: 'auto', title: 'Only in A' }, '− ' + line(name, 32))))));
}
