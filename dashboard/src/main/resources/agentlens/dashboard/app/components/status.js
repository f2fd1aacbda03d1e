// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';

/** Shape and colour, so that neither alone carries it. @type {Record<string, string>} */
const MARKS = { active: '●', completed: '✓', error: '✕', timeout: '◷' };

/** @param {{ status: string, brief?: boolean }} props */
export function Status({ status, brief = false }) {
  const { span } = tags;
  return span({ class: 'status status-' + (MARKS[status] ? status : 'other'), title: status },
    span({ class: 'status-mark', 'aria-hidden': 'true' }, MARKS[status] ?? '○'), span({ class: brief ? 'sr' : '' }, status));
}
