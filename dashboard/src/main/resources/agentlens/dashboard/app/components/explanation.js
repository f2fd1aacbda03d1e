// SPDX-License-Identifier: Apache-2.0
import { get } from '../api.js';
import { h, tags, useEffect, useMemo, useRef, useState } from '../lib.js';
import { parts } from '../pure/steps.js';
import { CopyButton } from './copybutton.js';
import { ExplanationPart } from './explanationpart.js';
import { Failure, Loading } from './states.js';
import { Timeline } from './timeline.js';

const { div } = tags;
/** Long explanations are laid out as they are scrolled to. */
const MORE = 60;

/**
 * What happened, in sentences beside the events that they are about: pointing at one marks the other.
 * @param {{ id: string, session: any, complete: boolean, rows: import('../pure/tree.js').Row[], selected: string | null, hovered: string | null,
 *   onSelect: (id: string | null) => void, onHover: (id: string | null) => void, started: string }} props
 */
export function Explanation({ id, session, complete, rows, selected, hovered, onSelect, onHover, started }) {
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [shown, setShown] = useState(MORE);
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
  const split = useMemo(() => (text === null ? [] : parts(text, rows.map((row) => row.event))), [text, rows]);
  useEffect(() => {
    const at = split.findIndex((part) => part.eventId === selected);
    if (selected && at >= shown) {
      setShown(at + MORE);
    } else if (selected) {
      ref.current?.querySelector(`[data-event="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [selected, split.length > 0, shown]);
  if (text === null) {
    return error ? h(Failure, { error, title: 'The explanation cannot be loaded' }) : h(Loading, { what: 'the explanation' });
  }
  return div({ class: 'explanation' },
    div({ class: 'explanation-text', ref, tabIndex: 0, onScroll: (/** @type {any} */ e) => e.target.scrollTop + e.target.clientHeight > e.target.scrollHeight - 800 && shown < split.length && setShown(shown + MORE) },
      h(CopyButton, { text: () => text, label: 'Copy the explanation as Markdown', words: 'Copy' }),
      split.slice(0, shown).map((part, i) => h(ExplanationPart, { key: i, part, isHovered: part.eventId !== null && part.eventId === hovered, isSelected: part.eventId !== null && part.eventId === selected, onSelect, onHover }))),
    div({ class: 'explanation-events wide-only' }, complete && h(Timeline, { rows, selected, hovered, onSelect, onHover, started, brief: true })));
}
