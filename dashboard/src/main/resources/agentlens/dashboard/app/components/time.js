// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';
import { exact, when } from '../pure/time.js';

/** In the viewer's zone, with UTC on hover. @param {{ value: string | null | undefined, full?: boolean }} props */
export function Time({ value, full = false }) {
  if (!value) {
    return tags.span({ class: 'faint' }, '–');
  }
  return tags.time({ dateTime: value, title: `${exact(value)}\nUTC: ${value}` }, full ? exact(value) : when(value, Date.now()));
}
