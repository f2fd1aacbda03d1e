// SPDX-License-Identifier: Apache-2.0
import { Conversation } from '../components/conversation.js';
import { ErrorBar } from '../components/errorbar.js';
import { EventPanel } from '../components/eventpanel.js';
import { Explanation } from '../components/explanation.js';
import { RawView } from '../components/rawview.js';
import { SessionHead } from '../components/sessionhead.js';
import { Failure, Loading } from '../components/states.js';
import { Tabs } from '../components/tabs.js';
import { Timeline } from '../components/timeline.js';
import { useTrace } from '../load/trace.js';
import { useKeys } from '../keys.js';
import { classes, h, tags, useMemo, useState } from '../lib.js';
import { count } from '../pure/format.js';
import { preorder, rows } from '../pure/tree.js';
import { go, link, route, setParams } from '../router.js';

const { div, span } = tags;

/** @type {[string, string][]} */
const VIEWS = [['timeline', 'Timeline'], ['conversation', 'Conversation'], ['explanation', 'Explanation'], ['raw', 'Raw']];

/** @param {{ id: string, params: Record<string, string> }} props */
export function Session({ id, params }) {
  const trace = useTrace(id);
  const [hovered, setHovered] = useState(/** @type {string | null} */ (null));
  const all = useMemo(() => rows(trace.events), [trace.events]);
  const inOrder = useMemo(() => preorder(all, new Set()), [all]);
  const errors = useMemo(() => inOrder.filter((row) => row.failed), [inOrder]);
  const view = VIEWS.some(([name]) => name === params.view) ? params.view : 'timeline';
  const selected = params.event ?? null;
  const row = selected ? all.find((other) => other.event.event_id === selected) : undefined;

  /** @param {string | null} event @param {boolean} [replace] */
  const select = (event, replace = Boolean(route.get().params.event)) => setParams({ event }, replace);
  /** @param {import('../pure/tree.js').Row[]} among @param {number} step */
  const step = (among, step) => {
    const at = among.findIndex((other) => other.event.event_id === selected);
    const next = at >= 0 ? at + step : step > 0 ? 0 : among.length - 1;
    if (among[next]) {
      select(among[next].event.event_id);
    }
  };
  useKeys('page', {
    ...Object.fromEntries(VIEWS.map(([name], i) => [String(i + 1), () => setParams({ view: name })])),
    j: () => step(inOrder, 1),
    k: () => step(inOrder, -1),
    e: () => step(errors, 1),
    E: () => step(errors, -1),
    Escape: () => (selected ? select(null) : go(link('sessions'))),
  });

  if (!trace.session) {
    return trace.error ? h(Failure, { error: trace.error, title: 'The session cannot be shown', onRetry: trace.retry }) : h(Loading, { what: 'the session' });
  }
  const shared = { rows: all, selected, hovered, onSelect: select, onHover: setHovered };
  return [
    h(SessionHead, { session: trace.session, events: trace.events }),
    errors.length > 0 && h(ErrorBar, { errors, selected, onSelect: select }),
    div({ class: 'tab-row' }, h(Tabs, { tabs: VIEWS, current: view, onSelect: (name) => setParams({ view: name }), label: 'Views of the session' }),
      span({ class: 'faint', role: 'status' }, trace.complete ? '' : `Loading events: ${count(trace.events.length)} of ${count(trace.total)} …`)),
    div({ class: classes('session-body', row && 'with-panel') },
      div({ class: 'session-view view-' + view, id: 'panel', role: 'tabpanel', 'aria-labelledby': 'tab-' + view },
        view === 'timeline' ? h(Timeline, { ...shared, zoom: params.zoom, started: trace.session.started_at })
          : view === 'conversation' ? h(Conversation, { id, events: trace.events, complete: trace.complete, selected, onSelect: select })
            : view === 'explanation' ? h(Explanation, { id, session: trace.session, complete: trace.complete, started: trace.session.started_at, ...shared })
              : h(RawView, { trace, row })),
      row && h(EventPanel, { key: selected, row, rows: all, onSelect: select, onClose: () => select(null) })),
  ];
}
