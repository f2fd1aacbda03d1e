// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { content } from '../pure/align.js';
import { kind, label, reasoning } from '../pure/events.js';
import { compact, duration, money } from '../pure/format.js';
import { sessionLink } from '../router.js';
import { Delta } from './delta.js';
import { Icon } from './icon.js';
import { TextBlock } from './textblock.js';
import { WordDiff } from './worddiff.js';

const { a, aside, button, div, h2, h3, header, section, span, table, tbody, td, th, tr } = tags;
const LETTERS = 'ABCD';

/**
 * One aligned step: what differs between the runs that have it.
 * @param {{ step: import('../pure/align.js').Step & { number: number }, traces: import('../load/trace.js').Trace[], onClose: () => void }} props
 */
export function CompareDetail({ step, traces, onClose }) {
  const present = step.cells.map((event, i) => ({ event, i })).filter((cell) => cell.event !== null);
  const [base, ...others] = present.map(({ event, i }) => ({ event: /** @type {import('../pure/events.js').Event} */ (event), i, ...content(/** @type {any} */ (event)), why: reasoning(/** @type {any} */ (event)) }));
  const names = kind(base.event) === 'llm' ? ['Prompt', 'Response'] : ['Input', 'Output'];
  const missing = step.cells.flatMap((event, i) => (event === null ? [LETTERS[i]] : []));
  return aside({ class: 'event-panel compare-detail', 'aria-label': 'Step' },
    header({ class: 'panel-head' }, h(Icon, { name: kind(base.event) }), h2({ dir: 'auto' }, label(base.event)),
      button({ class: 'icon-button', 'aria-label': 'Close', onClick: onClose }, h(Icon, { name: 'close' }))),
    missing.length > 0 && div({ class: 'hint' }, `${missing.join(' and ')} ${missing.length > 1 ? 'have' : 'has'} no such step here.`),
    table({ class: 'detail-figures' }, tbody(null,
      tr(null, th({ scope: 'row' }, 'Event'), present.map(({ event, i }) => td({ key: i }, span({ class: 'letter letter-' + i }, LETTERS[i]), ' ',
        a({ href: sessionLink(traces[i].session.session_id, { event: event?.event_id ?? '' }) }, 'open')))),
      figure('Duration', present, (event) => event.duration_ms, duration),
      figure('Tokens', present, (event) => event.tokens_in + event.tokens_out || null, compact),
      figure('Cost', present, (event) => event.cost_usd ?? null, money))),
    others.length === 0
      ? [block(names[0], base.input), block(names[1], base.output), block('Reasoning', base.why)]
      : others.map((other) => section({ key: other.i },
        h3({ class: 'diff-title' }, span({ class: 'letter letter-' + base.i }, LETTERS[base.i]), ' → ', span({ class: 'letter letter-' + other.i }, LETTERS[other.i])),
        h(WordDiff, { title: names[0], before: base.input, after: other.input }),
        h(WordDiff, { title: names[1], before: base.output, after: other.output }),
        h(WordDiff, { title: 'Reasoning', before: base.why, after: other.why }))));
}

/** @param {string} title @param {string} text */
function block(title, text) {
  return text ? section({ key: title }, h3(null, title), h(TextBlock, { text })) : null;
}

/** @param {string} name @param {{ event: any, i: number }[]} present @param {(event: any) => number | null} of @param {(value: any) => string} show */
function figure(name, present, of, show) {
  return present.every(({ event }) => of(event) === null) ? null : tr({ key: name }, th({ scope: 'row' }, name), present.map(({ event, i }, n) => td({ key: i },
    show(of(event)), n > 0 && h(Delta, { base: of(present[0].event), value: of(event), show, lowerIsBetter: true }))));
}
