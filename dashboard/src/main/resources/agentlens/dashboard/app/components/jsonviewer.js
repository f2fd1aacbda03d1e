// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { classes, h, tags, useMemo, useRef, useState } from '../lib.js';
import { bytes, count, cut } from '../pure/format.js';
import { lines, search } from '../pure/json.js';
import { CopyButton } from './copybutton.js';
import { Icon } from './icon.js';
import { Virtual } from './virtual.js';

const { button, div, input, span } = tags;
const ROW = 20;
const LONGEST_STRING = 400;
const MOST_MATCHES = 1_000;

/**
 * JSON that folds, is searched, and copied.
 * @param {{ value: any, name: string, openTo: number, bounded?: boolean }} props openTo: how deep it is unfolded at first; bounded: no higher than its lines
 */
export function JsonViewer({ value, name, openTo, bounded = false }) {
  const [toggled, setToggled] = useState(/** @type {Set<string>} */ (new Set()));
  const [words, setWords] = useState('');
  const [match, setMatch] = useState(0);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const found = useMemo(() => (words ? search(value, words, MOST_MATCHES) : { found: [], around: new Set() }), [value, words]);
  const shown = useMemo(() => lines(value, (path, depth) => !found.around.has(path) && (depth >= openTo) !== toggled.has(path)), [value, toggled, found, openTo]);
  const current = found.found[match];
  const at = current ? shown.findIndex((line) => line.path === current) : -1;
  const matches = useMemo(() => new Set(found.found), [found]);
  useKeys('part', bounded ? {} : { '/': () => box.current?.select() });

  /** @param {string} path */
  const toggle = (path) => {
    const next = new Set(toggled);
    next.has(path) ? next.delete(path) : next.add(path);
    setToggled(next);
  };
  /** @param {number} step */
  const move = (step) => found.found.length > 0 && setMatch((match + step + found.found.length) % found.found.length);
  return div({ class: classes('json', bounded && 'bounded') },
    div({ class: 'json-tools' },
      input({
        ref: box, type: 'search', class: 'json-search', 'aria-label': `Search in the ${name}`, placeholder: 'Search', value: words,
        onInput: (/** @type {any} */ e) => {
          setWords(e.target.value);
          setMatch(0);
        },
        onKeyDown: (/** @type {KeyboardEvent} */ e) => (e.key === 'Enter' ? move(e.shiftKey ? -1 : 1) : e.key === 'Escape' && words ? (e.stopPropagation(), setWords('')) : undefined),
      }),
      words && span({ class: 'faint', role: 'status' }, found.found.length === 0 ? 'nothing found' : `${count(match + 1)} of ${found.found.length >= MOST_MATCHES ? 'over ' : ''}${count(found.found.length)}`),
      words && button({ class: 'icon-button', 'aria-label': 'Next match', onClick: () => move(1) }, h(Icon, { name: 'down' })),
      h(CopyButton, { text: () => JSON.stringify(value, null, 2), label: `Copy the ${name} as JSON` })),
    h(Virtual, {
      class: 'json-lines', label: `JSON of the ${name}`, count: shown.length, rowHeight: ROW, reveal: at, height: bounded ? Math.min(shown.length, 24) * ROW : undefined,
      render: (index, slot) => h(JsonLine, { key: slot, line: shown[index], isMatch: matches.has(shown[index].path), isCurrent: shown[index].path === current, onToggle: toggle }),
    }));
}

/** @param {{ line: import('../pure/json.js').Line, isMatch: boolean, isCurrent: boolean, onToggle: (path: string) => void }} props */
function JsonLine({ line, isMatch, isCurrent, onToggle }) {
  const folds = line.kind === 'open' || (line.kind === 'folded' && line.size > 0);
  return div({ class: classes('json-line', isMatch && 'match', isCurrent && 'current'), style: { paddingLeft: line.depth * 14 + 'px' }, title: line.path },
    folds ? button({ class: 'fold', 'aria-expanded': line.kind === 'open', 'aria-label': `Fold ${line.path}`, onClick: () => onToggle(line.path) }, h(Icon, { name: line.kind === 'open' ? 'down' : 'right' })) : span({ class: 'fold' }),
    line.key !== null && [span({ class: 'json-key', dir: 'auto' }, quoted(line.key)), ': '],
    line.kind === 'scalar' ? h(Scalar, { value: line.value })
      : line.kind === 'folded' ? span({ class: 'json-folded' }, line.bracket[0], line.size > 0 && span({ class: 'faint' }, ` ${count(line.size)} `), line.bracket[1]) : line.bracket,
    line.comma && ',',
    line.kind === 'scalar' && typeof line.value === 'string' && line.value.length > 60 && h(CopyButton, { text: () => line.value, label: 'Copy the value' }));
}

/** @param {{ value: any }} props */
function Scalar({ value }) {
  if (typeof value !== 'string') {
    return span({ class: 'json-' + (value === null ? 'null' : typeof value) }, String(value));
  }
  const long = value.length > LONGEST_STRING;
  return span({ class: 'json-string', dir: 'auto' }, quoted(cut(value, LONGEST_STRING)), long && span({ class: 'faint' }, ' ' + bytes(value.length)));
}

/** As JSON, with what would change the direction of the line as its escape. @param {string} text */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}
