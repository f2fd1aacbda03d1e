// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags } from '../lib.js';
import { line } from '../pure/format.js';
import { Icon } from './icon.js';
import { TextBlock } from './textblock.js';
import { Time } from './time.js';

const { article, button, details, div, header, span, summary } = tags;

/** @type {Record<string, string>} */
const NAMES = { user: 'User', assistant: 'Assistant', system: 'System', developer: 'System', tool: 'Tool', function: 'Tool', error: 'Error' };

/** @param {{ message: import('../pure/messages.js').Message, isSelected: boolean, onSelect: (id: string) => void }} props */
export function MessageView({ message, isSelected, onSelect }) {
  const { role, text, reasoning, tool_calls: calls = [], attachments = [], model } = message;
  const known = NAMES[role] ? role : 'other';
  const long = (role === 'system' || role === 'developer') && text.length > 400;
  return article({ class: classes('message', 'role-' + known, isSelected && 'selected'), 'data-event': message.event_id },
    header({ class: 'message-head' },
      span({ class: 'role' }, NAMES[role] ?? line(role, 24)), model && span({ class: 'faint', dir: 'auto' }, line(model, 40)), span({ class: 'faint' }, h(Time, { value: message.timestamp })),
      button({ class: 'small quiet', onClick: () => onSelect(message.event_id) }, 'Event')),
    reasoning && details({ class: 'reasoning' }, summary(null, 'Reasoning'), h(TextBlock, { text: reasoning, prose: true })),
    text && (long ? details(null, summary(null, line(text, 120)), h(TextBlock, { text, prose: true })) : h(TextBlock, { text, prose: true })),
    attachments.map((name, i) => span({ key: i, class: 'attachment' }, name)),
    calls.map((call, i) => h(CallView, { key: i, call })));
}

/** @param {{ call: import('../pure/messages.js').Call }} props */
function CallView({ call }) {
  const failed = call.error !== undefined && call.error !== null && call.error !== false;
  return details({ class: classes('call', failed && 'failed'), open: failed },
    summary(null, h(Icon, { name: failed ? 'error' : 'tool' }), span({ class: 'call-name', dir: 'auto' }, line(call.name, 60)),
      span({ class: 'faint mono call-brief', dir: 'auto' }, line(shown(call.arguments), 140))),
    div({ class: 'call-body' },
      shown(call.arguments) && [div({ class: 'call-label faint' }, 'Arguments'), h(TextBlock, { text: shown(call.arguments) })],
      failed && [div({ class: 'call-label bad' }, 'Error'), h(TextBlock, { text: shown(call.error) })],
      !failed && shown(call.result) && [div({ class: 'call-label faint' }, 'Result'), h(TextBlock, { text: shown(call.result) })]));
}

/** A single text as it is, anything else as JSON. @param {any} value */
function shown(value) {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value === 'string') {
    return value;
  }
  const values = typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : [];
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : JSON.stringify(value, null, 2);
}
