// SPDX-License-Identifier: Apache-2.0
/** The keyboard: each view says what its keys do; the view on top is asked first. */
import { useEffect, useRef } from './lib.js';

/** @typedef {Record<string, (event: KeyboardEvent) => void | boolean>} Keys by `KeyboardEvent.key`; `g s` is g, then s; false: not handled */

/** @type {{ current: Keys }[]} */
const layers = [];
let prefix = '';
let prefixAt = 0;

/** @param {Keys} keys */
export function useKeys(keys) {
  const layer = useRef(keys);
  layer.current = keys;
  useEffect(() => {
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
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
  for (let i = layers.length - 1; i >= 0; i--) {
    const action = layers[i].current[name];
    if (action && action(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}

document.addEventListener('keydown', handle);
