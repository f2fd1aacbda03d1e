// SPDX-License-Identifier: Apache-2.0
/** Longest common subsequences: what two lists share, in order. */

/** Above this many cells, lists are compared in stretches of equal length. */
const MOST_CELLS = 4_000_000;

/**
 * Pairs of indexes, ascending in both, of the heaviest common subsequence.
 * @template T
 * @param {T[]} a @param {T[]} b
 * @param {(x: T, y: T) => number} weight 0 where two may not be paired, else more for a better pair
 * @returns {[number, number][]}
 */
export function commonPairs(a, b, weight) {
  if (a.length * b.length > MOST_CELLS) {
    return inStretches(a, b, weight);
  }
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const apart = Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
      const w = weight(a[i], b[j]);
      best[i * width + j] = w > 0 ? Math.max(apart, w + best[(i + 1) * width + j + 1]) : apart;
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const w = weight(a[i], b[j]);
    const here = best[i * width + j];
    if (w > 0 && here === w + best[(i + 1) * width + j + 1]) {
      pairs.push([i++, j++]);
    } else if (here === best[(i + 1) * width + j]) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}

/**
 * @template T
 * @param {T[]} a @param {T[]} b @param {(x: T, y: T) => number} weight
 */
function inStretches(a, b, weight) {
  const stretches = Math.ceil(Math.sqrt((a.length * b.length) / MOST_CELLS)) + 1;
  /** @type {[number, number][]} */
  const pairs = [];
  for (let s = 0; s < stretches; s++) {
    const [fromA, toA] = [Math.floor((a.length * s) / stretches), Math.floor((a.length * (s + 1)) / stretches)];
    const [fromB, toB] = [Math.floor((b.length * s) / stretches), Math.floor((b.length * (s + 1)) / stretches)];
    for (const [i, j] of commonPairs(a.slice(fromA, toA), b.slice(fromB, toB), weight)) {
      pairs.push([i + fromA, j + fromB]);
    }
  }
  return pairs;
}
