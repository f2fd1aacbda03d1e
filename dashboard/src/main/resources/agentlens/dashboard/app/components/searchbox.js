// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { h, tags, useEffect, useRef, useState } from '../lib.js';
import { setParams } from '../router.js';
import { Icon } from './icon.js';

const { div, input, kbd } = tags;
const PAUSE = 250;

/** One box for words and filters; the address follows a moment after the typing. @param {{ q: string }} props */
export function SearchBox({ q }) {
  const [text, setText] = useState(q);
  const ref = useRef(/** @type {HTMLInputElement | null} */ (null));
  const timer = useRef(/** @type {any} */ (0));
  const sent = useRef(q);
  useEffect(() => {
    if (q !== sent.current) {
      sent.current = q;
      setText(q);
    }
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useKeys('part', { '/': () => ref.current?.select() });

  /** @param {string} value @param {number} pause */
  const change = (value, pause) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = value.trim();
      setParams({ q: value.trim() }, true);
    }, pause);
  };
  return div({ class: 'search' }, h(Icon, { name: 'search' }),
    input({
      ref, type: 'search', 'aria-label': 'Search sessions', placeholder: 'agent:x  model:y  cost>0.1  errors:yes  words', spellcheck: false, value: text,
      onInput: (/** @type {any} */ e) => change(e.target.value, PAUSE),
      onKeyDown: (/** @type {KeyboardEvent} */ e) => {
        if (e.key === 'Enter') {
          change(text, 0);
          ref.current?.blur();
        } else if (e.key === 'Escape') {
          e.stopPropagation();
          text ? change('', 0) : ref.current?.blur();
        }
      },
    }), kbd({ 'aria-hidden': 'true' }, '/'));
}
