// SPDX-License-Identifier: Apache-2.0
import { h, tags, useMemo } from '../lib.js';
import { diff } from '../pure/words.js';
import { TextBlock } from './textblock.js';

const { del, details, div, h4, ins, p, pre, span, summary } = tags;
const CONTEXT = 200;

/** Two texts, with what was removed and added. @param {{ title: string, before: string, after: string }} props */
export function WordDiff({ title, before, after }) {
  const pieces = useMemo(() => diff(before, after), [before, after]);
  if (!before && !after) {
    return null;
  }
  if (before === after) {
    return details({ class: 'diff-same' }, summary(null, title, span({ class: 'faint' }, ' the same')), h(TextBlock, { text: before }));
  }
  return div({ class: 'diff' }, h4(null, title),
    !before || !after ? p({ class: 'faint' }, before ? 'only in the first' : 'only in the second') : null,
    pre({ dir: 'auto', tabIndex: 0 }, pieces.map((piece, i) => piece.kind === 'removed' ? del({ key: i }, piece.text) : piece.kind === 'added' ? ins({ key: i }, piece.text)
      : span({ key: i }, middle(piece.text, i === 0, i === pieces.length - 1)))));
}

/** What is the same on both sides matters near a change only. @param {string} text @param {boolean} first @param {boolean} last */
function middle(text, first, last) {
  if (text.length <= CONTEXT * 2 + 40) {
    return text;
  }
  return (first ? '' : text.slice(0, CONTEXT)) + `\n… ${text.length - CONTEXT * (first || last ? 1 : 2)} characters the same …\n` + (last ? '' : text.slice(-CONTEXT));
}
