// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { EXAMPLES } from '../pure/query.js';
import { Dialog } from './dialog.js';

const { code, dd, div, dl, dt, h3, kbd, section } = tags;

/** @type {[string, [string, string][]][]} */
const KEYS = [
  ['Everywhere', [['/', 'search'], ['g o', 'overview'], ['g s', 'sessions'], ['g c', 'compare'], ['?', 'this help'], ['Esc', 'close, clear, back']]],
  ['Lists', [['j  k', 'next, previous'], ['Enter', 'open'], ['x', 'pick to compare'], ['c', 'compare what is picked']]],
  ['Session', [['1 – 4', 'timeline, conversation, explanation, raw'], ['j  k', 'next, previous step'], ['h  l', 'fold, unfold'], ['e  E', 'next, previous error'], ['+  −  0', 'zoom in, out, all'], ['z', 'zoom to the step']]],
];

/** @param {{ onClose: () => void }} props */
export function Help({ onClose }) {
  return h(Dialog, { title: 'Keyboard and search', onClose },
    div({ class: 'help' },
      KEYS.map(([title, keys]) => section({ key: title }, h3(null, title),
        dl(null, keys.map(([key, what]) => [dt(null, key.split(/\s{2}/).map((k) => kbd(null, k))), dd(null, what)])))),
      section({ class: 'help-search' }, h3(null, 'Search box of the sessions'),
        dl(null, EXAMPLES.map(([example, what]) => [dt(null, code(null, example)), dd(null, what)])))));
}
