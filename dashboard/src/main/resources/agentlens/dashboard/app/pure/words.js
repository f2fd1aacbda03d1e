// SPDX-License-Identifier: Apache-2.0
/** What changed between two texts, by words; by lines where they are long. */
import { commonPairs } from './lcs.js';

/** @typedef {{ kind: 'same' | 'removed' | 'added', text: string }} Piece */

const MOST_WORDS = 2_000;
const MOST_TEXT = 200_000;

/** @param {string} text */
function words(text) {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** @param {string} text */
function lines(text) {
  return text.split(/(?<=\n)/);
}

/** @param {string} before @param {string} after @returns {Piece[]} neighbours differ in kind */
export function diff(before, after) {
  const [a, b] = [before.slice(0, MOST_TEXT), after.slice(0, MOST_TEXT)];
  if (a === b) {
    return a ? [{ kind: 'same', text: a }] : [];
  }
  const [left, right] = [words(a), words(b)];
  return Math.max(left.length, right.length) > MOST_WORDS ? compared(lines(a), lines(b)) : compared(left, right);
}

/** @param {string[]} left @param {string[]} right */
function compared(left, right) {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) {
    start++;
  }
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) {
    end++;
  }
  /** @type {Piece[]} */
  const result = [];
  add(result, 'same', left.slice(0, start));
  between(result, left.slice(start, left.length - end), right.slice(start, right.length - end));
  add(result, 'same', left.slice(left.length - end));
  return result;
}

/** @param {Piece[]} result @param {string[]} left @param {string[]} right */
function between(result, left, right) {
  let [i, j] = [0, 0];
  // A shared space alone is no anchor worth breaking a sentence for.
  for (const [x, y] of commonPairs(left, right, (a, b) => (a !== b ? 0 : /\S/.test(a) ? 1 : 0.1))) {
    add(result, 'removed', left.slice(i, x));
    add(result, 'added', right.slice(j, y));
    add(result, 'same', [left[x]]);
    [i, j] = [x + 1, y + 1];
  }
  add(result, 'removed', left.slice(i));
  add(result, 'added', right.slice(j));
}

/** @param {Piece[]} result @param {Piece['kind']} kind @param {string[]} texts */
function add(result, kind, texts) {
  const text = texts.join('');
  if (!text) {
    return;
  }
  const last = result[result.length - 1];
  if (last?.kind === kind) {
    last.text += text;
  } else {
    result.push({ kind, text });
  }
}
