// SPDX-License-Identifier: Apache-2.0
import { h, tags, useMemo } from '../lib.js';
import { figures } from '../pure/figures.js';
import { compact, count, duration, line, money } from '../pure/format.js';
import { promptText } from '../pure/messages.js';
import { kind } from '../pure/events.js';
import { link, sessionsLink } from '../router.js';
import { withTerm } from '../pure/query.js';
import { CopyButton } from './copybutton.js';
import { ExportButtons } from './exportbuttons.js';
import { Figure } from './figure.js';
import { Status } from './status.js';
import { Time } from './time.js';

const { a, div, h1, header, span } = tags;

/** @param {{ session: any, events: import('../pure/events.js').Event[] }} props */
export function SessionHead({ session, events }) {
  const f = useMemo(() => figures(session, events), [session, events]);
  const title = useMemo(() => line(session.title ?? firstPrompt(events), 160), [session, events.length > 0]);
  const metadata = Object.entries(session.metadata ?? {}).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return header({ class: 'session-top' },
    div({ class: 'session-title' },
      h(Status, { status: session.status }), h1({ dir: 'auto' }, title || session.agent_name),
      div({ class: 'session-actions' }, a({ class: 'button small', href: link('sessions', { pick: session.session_id }) }, 'Compare with …'), h(ExportButtons, { id: session.session_id }))),
    div({ class: 'session-sub faint' },
      a({ href: sessionsLink(withTerm('', 'agent', session.agent_name)), dir: 'auto' }, session.agent_name), span(null, h(Time, { value: session.started_at, full: true })),
      span({ class: 'with-copy' }, span({ class: 'mono id' }, session.session_id), h(CopyButton, { text: () => session.session_id, label: 'Copy the session id' })),
      session.conversation_id && a({ href: sessionsLink(withTerm('', 'conversation', session.conversation_id)) }, 'conversation'),
      metadata.slice(0, 6).map(([name, value]) => a({ key: name, class: 'tag', href: sessionsLink(withTerm('', 'metadata.' + name, String(value))), title: `${name}: ${value}` },
        span({ class: 'faint' }, line(name, 24) + ' '), span({ dir: 'auto' }, line(String(value), 40))))),
    div({ class: 'figures' },
      h(Figure, { label: 'Duration', value: session.status === 'active' ? 'running' : duration(f.duration) }),
      h(Figure, { label: 'Steps', value: count(f.steps), note: `${count(f.llm)} model, ${count(f.tools)} tool` }),
      h(Figure, { label: 'Errors', value: count(f.errors), bad: f.errors > 0 }),
      h(Figure, { label: 'Tokens', value: compact(f.tokens), note: `${compact(f.tokensIn)} in, ${compact(f.tokensOut)} out` }),
      f.cost !== undefined && h(Figure, { label: 'Cost', value: money(f.cost), note: session.unpriced_tokens ? `${compact(session.unpriced_tokens)} tokens unpriced` : '' }),
      h(Names, { label: 'Models', names: f.models, field: 'model' }),
      h(Names, { label: 'Tools', names: f.toolCalls, field: 'tool' })));
}

/** @param {import('../pure/events.js').Event[]} events */
function firstPrompt(events) {
  const call = events.find((event) => kind(event) === 'llm');
  return call ? promptText(call) : '';
}

/** @param {{ label: string, names: [string, number][], field: string }} props */
function Names({ label, names, field }) {
  return names.length === 0 ? null : h(Figure, {
    label, value: span({ class: 'names' }, names.slice(0, 3).map(([name, calls]) => a({ key: name, class: 'tag', href: sessionsLink(withTerm('', field, name)), title: `${name}: ${count(calls)}` },
      span({ dir: 'auto' }, line(name, 28)), span({ class: 'faint' }, ' ' + count(calls)))), names.length > 3 && span({ class: 'faint', title: names.slice(3).map(([n]) => n).join(', ') }, `+${names.length - 3}`)),
  });
}
