// SPDX-License-Identifier: Apache-2.0
import { useConversation } from '../load/conversation.js';
import { h, tags, useEffect, useRef } from '../lib.js';
import { MessageView } from './message.js';
import { Empty, Failure, Loading } from './states.js';

const { button, div, p } = tags;

/**
 * The messages as a chat.
 * @param {{ id: string, events: import('../pure/events.js').Event[], complete: boolean, selected: string | null, onSelect: (id: string) => void }} props
 */
export function Conversation({ id, events, complete, selected, onSelect }) {
  const { messages, more, error, load } = useConversation(id, events, complete);
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (selected && messages) {
      ref.current?.querySelector(`[data-event="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, messages !== null]);
  if (messages === null) {
    return error ? h(Failure, { error, title: 'The conversation cannot be loaded' }) : h(Loading, { what: 'the conversation' });
  }
  if (messages.length === 0) {
    return h(Empty, { title: 'No message' }, p({ class: 'faint' }, 'No event of this session carries a prompt, a response or a tool call.'));
  }
  return div({ class: 'conversation', ref, tabIndex: 0, role: 'log', 'aria-label': 'Conversation' },
    messages.map((message, i) => h(MessageView, { key: i, message, isSelected: message.event_id === selected, onSelect })),
    more && button({ class: 'small', onClick: load }, 'Show more messages'));
}
