// SPDX-License-Identifier: Apache-2.0
import { get } from '../api.js';
import { classes, h, tags, useEffect, useMemo, useRef, useState } from '../lib.js';
import { parts } from '../pure/steps.js';
import { CopyButton } from './copybutton.js';
import { Markdown } from './markdown.js';
import { Failure, Loading } from './states.js';
import { Timeline } from './timeline.js';

const { div, section } = tags;

/**
 * What happened, in sentences beside the events that they are about: pointing at one marks the other.
 * @param {{ id: string, session: any, complete: boolean, rows: import('../pure/tree.js').Row[], selected: string | null, hovered: string | null,
 *   onSelect: (id: string | null) => void, onHover: (id: string | null) => void, started: string }} props
 */
export function Explanation({ id, session, complete, rows, selected, hovered, onSelect, onHover, started }) {
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const control = new AbortController();
    get(`/sessions/${encodeURIComponent(id)}/explain`, {}, control.signal)
      .then((body) => {
        setText(body.explanation);
        setError(null);
      })
      .catch((problem) => !control.signal.aborted && setError(problem));
    return () => control.abort();
  }, [id, session.total_events, session.status]);
  const split = useMemo(() => (text === null ? [] : parts(text, rows)), [text, rows]);
  useEffect(() => {
    if (selected) {
      ref.current?.querySelector(`[data-event="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, split.length > 0]);
  if (text === null) {
    return error ? h(Failure, { error, title: 'The explanation cannot be loaded' }) : h(Loading, { what: 'the explanation' });
  }
  return div({ class: 'explanation' },
    div({ class: 'explanation-text', ref },
      h(CopyButton, { text: () => text, label: 'Copy the explanation as Markdown', words: 'Copy' }),
      split.map((part, i) => {
        const event = part.eventId;
        return event === null ? section({ key: i }, h(Markdown, { text: part.text })) : section({
          key: i, class: classes('step', event === hovered && 'hovered', event === selected && 'selected'), 'data-event': event, 'data-step': part.step, tabIndex: 0,
          role: 'button', 'aria-label': `Step ${part.step}: show its event`, 'aria-pressed': event === selected,
          onMouseEnter: () => onHover(event), onMouseLeave: () => onHover(null), onFocus: () => onHover(event), onBlur: () => onHover(null),
          onClick: () => String(window.getSelection()) === '' && onSelect(event),
          onKeyDown: (/** @type {KeyboardEvent} */ e) => (e.key === 'Enter' ? onSelect(event) : undefined),
        }, h(Markdown, { text: part.text }));
      })),
    div({ class: 'explanation-events wide-only' }, complete && h(Timeline, { rows, selected, hovered, onSelect, onHover, started, brief: true })));
}
