// SPDX-License-Identifier: Apache-2.0
/** The keyboard: each view says what its keys do; parts of a page are asked first, then the page, then what is around it. */
import { useEffect, useRef } from './lib.js';

/** @typedef {Record<string, (event: KeyboardEvent) => void | boolean>} Keys by `KeyboardEvent.key`; `g s` is g, then s; false: not handled */

/** @type {{ keys: { current: Keys }, level: number }[]} */
let layers = [];
const LEVELS = { shell: 0, page: 1, part: 2 };
let prefix = '';
let prefixAt = 0;

/** @param {keyof typeof LEVELS} level @param {Keys} keys */
export function useKeys(level, keys) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const layer = { keys: latest, level: LEVELS[level] };
    layers = [...layers, layer].sort((a, b) => b.level - a.level);
    return () => {
      layers = layers.filter((other) => other !== layer);
    };
  }, []);
}

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLInputElement ? target.type !== 'checkbox' : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** @param {KeyboardEvent} event */
function handle(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || (typing(event.target) && event.key !== 'Escape')) {
    return;
  }
  // Buttons and links do what they say on Enter and space.
  const own = event.target instanceof Element && event.target.closest('button, a, summary, [role="tab"]') !== null;
  if (own && (event.key === 'Enter' || event.key === ' ')) {
    return;
  }
  const name = prefix && event.timeStamp - prefixAt < 1500 ? `${prefix} ${event.key}` : event.key;
  prefix = '';
  if (name === 'g') {
    prefix = 'g';
    prefixAt = event.timeStamp;
    return;
  }
  for (const { keys } of layers) {
    const action = keys.current[name];
    if (action && action(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}

document.addEventListener('keydown', handle);
