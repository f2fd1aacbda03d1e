// SPDX-License-Identifier: Apache-2.0
import { h } from '../lib.js';

/** Lines in a square of 16. @type {Record<string, string>} */
const PATHS = {
  brand: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3 14 14M4.5 7h1.2l.8-1.8 1 3.6L8.2 7h1.3',
  llm: 'M3 3.5h10v7H8L5 13v-2.5H3z',
  tool: 'M10 2.8a3 3 0 0 0-2.8 4L3 11l2 2 4.2-4.2a3 3 0 0 0 4-2.8l-1.8 1-1.6-1.6 1-1.8a3 3 0 0 0-.8-.8z',
  agent: 'M8 2.5v2M4 4.5h8v6H4zM6.3 7v1M9.7 7v1M5 13h6',
  search: 'M7 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8M10 10l3.5 3.5',
  decision: 'M8 2.5 13.5 8 8 13.5 2.5 8zM8 6v2.5M8 10v.3',
  error: 'M8 2.5 14 13H2zM8 6.5v3M8 11v.4',
  other: 'M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'M3 8.5 6.5 12 13 4.5',
  left: 'M10 3.5 5.5 8 10 12.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  up: 'M3.5 10 8 5.5 12.5 10',
  down: 'M3.5 6 8 10.5 12.5 6',
  swap: 'M2.5 5.5h10L10 3M13.5 10.5h-10L6 13',
  save: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
  system: 'M2.5 3.5h11v7h-11zM6 13h4',
  light: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.5v1.8M8 12.7v1.8M1.5 8h1.8M12.7 8h1.8M3.4 3.4l1.2 1.2M11.4 11.4l1.2 1.2M12.6 3.4l-1.2 1.2M4.6 11.4l-1.2 1.2',
  dark: 'M12.8 9.8A5.3 5.3 0 0 1 6.2 3.2a5.3 5.3 0 1 0 6.6 6.6z',
  star: 'M8 2.5l1.7 3.5 3.8.5-2.8 2.6.7 3.8L8 11l-3.4 1.9.7-3.8L2.5 6.5 6.3 6z',
};

/** @param {{ name: string, label?: string }} props without a label it says nothing that the text beside it does not */
export function Icon({ name, label }) {
  return h('svg', {
    class: 'icon icon-' + name, viewBox: '0 0 16 16', width: 16, height: 16, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5,
    'stroke-linejoin': 'round', 'stroke-linecap': 'round', role: label ? 'img' : undefined, 'aria-label': label, 'aria-hidden': label ? undefined : 'true',
  }, h('path', { d: PATHS[name] ?? PATHS.other }));
}
