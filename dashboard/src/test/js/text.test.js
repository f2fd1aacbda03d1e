// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compact, count, cut, duration, money } from '../../main/resources/agentlens/dashboard/app/pure/format.js';
import { commonPairs } from '../../main/resources/agentlens/dashboard/app/pure/lcs.js';
import { diff } from '../../main/resources/agentlens/dashboard/app/pure/words.js';

const plain = (/** @type {string} */ text) => text.replaceAll('\u202f', ' ');

test('figures have thin separators and units, and an unknown one is a dash', () => {
  assert.equal(plain(count(1234567)), '1 234 567');
  assert.equal(plain(compact(12345)), '12.3 k');
  assert.equal(plain(compact(9999)), '9 999');
  assert.equal(plain(compact(2_000_000)), '2 M');
  assert.deepEqual([0, 0.25, 12.3, 999, 1500, 59_900, 61_000, 7_260_000, 90_000_000].map((ms) => plain(duration(ms))),
    ['0 ms', '0.25 ms', '12 ms', '999 ms', '1.50 s', '59.9 s', '1 min 1 s', '2 h 1 min', '1 d 1 h']);
  assert.deepEqual([0, 0.00012, 0.012, 0.5, 1234.5].map((usd) => plain(money(usd))), ['$0.00', '$0.00012', '$0.0120', '$0.500', '$1 234.50']);
  assert.deepEqual([count(null), money(undefined), duration(null)], ['–', '–', '–']);
});

test('a text is not cut within a character', () => {
  assert.equal(cut('ab😀', 3), 'ab…');
  assert.equal(cut('abc', 3), 'abc');
});

test('a common subsequence is the heaviest, in order in both', () => {
  const pairs = commonPairs([...'abcbdab'], [...'bdcaba'], (x, y) => (x === y ? 1 : 0));
  assert.equal(pairs.length, 4);
  assert.ok(pairs.every(([i, j], n) => n === 0 || (i > pairs[n - 1][0] && j > pairs[n - 1][1])));
  assert.deepEqual(commonPairs(['x', 'x'], ['x'], (_, y) => (y ? 1 : 0)).length, 1);
});

test('long lists are still compared in order', () => {
  const a = [...Array(5000).keys()];
  const pairs = commonPairs(a, a, (x, y) => (x === y ? 1 : 0));
  assert.equal(pairs.length, 5000);
});

test('a difference of words gives both texts back', () => {
  const both = [['The cat sat.', 'The dog sat down.'], ['', 'new'], ['same', 'same'], ['a\nb\n'.repeat(3000), 'a\nc\n'.repeat(3000)]];
  for (const [before, after] of both) {
    const pieces = diff(before, after);
    assert.equal(pieces.filter((p) => p.kind !== 'added').map((p) => p.text).join(''), before);
    assert.equal(pieces.filter((p) => p.kind !== 'removed').map((p) => p.text).join(''), after);
  }
  assert.deepEqual(diff('The cat sat.', 'The dog sat.').map((p) => [p.kind, p.text]),
    [['same', 'The '], ['removed', 'cat'], ['added', 'dog'], ['same', ' sat.']]);
});
