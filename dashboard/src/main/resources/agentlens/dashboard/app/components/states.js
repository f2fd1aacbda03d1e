// SPDX-License-Identifier: Apache-2.0
/** What a view shows while it has nothing to show. */
import { advice } from '../api.js';
import { h, tags, useEffect, useState } from '../lib.js';
import { Icon } from './icon.js';

const { button, div, h2, p } = tags;

/** Nothing for a moment, then words: a spinner says nothing. @param {{ what: string }} props */
export function Loading({ what }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 600);
    return () => clearTimeout(timer);
  }, []);
  return div({ class: 'state', role: 'status' }, late && p({ class: 'faint' }, `Loading ${what} …`));
}

/** @param {{ error: any, title: string, onRetry?: () => void }} props */
export function Failure({ error, title, onRetry }) {
  return div({ class: 'state', role: 'alert' },
    h(Icon, { name: 'error' }), h2(null, title), p(null, String(error.message ?? error)), p({ class: 'faint' }, advice(error)),
    onRetry && button({ onClick: onRetry }, 'Try again'));
}

/** @param {{ title: string, children?: any }} props */
export function Empty({ title, children }) {
  return div({ class: 'state' }, h2(null, title), children);
}
