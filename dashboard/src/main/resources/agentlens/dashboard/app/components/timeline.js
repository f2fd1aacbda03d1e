// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { h, tags, useMemo, useState } from '../lib.js';
import { duration } from '../pure/format.js';
import { extent, preorder } from '../pure/tree.js';
import { setParams } from '../router.js';
import { Empty } from './states.js';
import { Legend } from './legend.js';
import { Minimap } from './minimap.js';
import { TimelineRow } from './timelinerow.js';
import { Virtual } from './virtual.js';

const { button, div, p, span } = tags;
const TICKS = [0, 0.25, 0.5, 0.75];

/**
 * The waterfall.
 * @param {{ rows: import('../pure/tree.js').Row[], selected: string | null, hovered: string | null, onSelect: (id: string | null) => void,
 *   onHover: (id: string | null) => void, zoom?: string, started: string, brief?: boolean }} props brief: beside another view
 */
export function Timeline({ rows, selected, hovered, onSelect, onHover, zoom, brief = false }) {
  const [folded, setFolded] = useState(/** @type {Set<string>} */ (new Set()));
  const shown = useMemo(() => preorder(rows, folded), [rows, folded]);
  const [from, to] = useMemo(() => extent(rows), [rows]);
  const [start, end] = useMemo(() => windowOf(zoom, from, to), [zoom, from, to]);
  const at = shown.findIndex((row) => row.event.event_id === selected);
  const pointed = hovered ? shown.findIndex((row) => row.event.event_id === hovered) : -1;

  /** @param {number} a @param {number} b */
  const setWindow = (a, b) => setParams({ zoom: a <= from && b >= to ? null : `${Math.round(a - from)}-${Math.round(b - from)}` }, true);
  /** @param {number} factor */
  const scale = (factor) => {
    const centre = at >= 0 ? (shown[at].start + shown[at].end) / 2 : (start + end) / 2;
    const half = Math.max(0.5, ((end - start) * factor) / 2);
    setWindow(Math.max(from, centre - half), Math.min(to, centre + half));
  };
  /** @param {import('../pure/tree.js').Row} row */
  const around = (row) => {
    const margin = Math.max(1, (row.end - row.start) / 4);
    setWindow(Math.max(from, row.start - margin), Math.min(to, row.end + margin));
  };
  /** @param {string} id @param {boolean} [fold] */
  const toggle = (id, fold) => setFolded((old) => {
    const next = new Set(old);
    fold ?? !old.has(id) ? next.add(id) : next.delete(id);
    return next;
  });
  /** @param {number} step */
  const move = (step) => {
    const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step];
    return next ? onSelect(next.event.event_id) : undefined;
  };
  useKeys('part', {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    h: () => (at >= 0 ? toggle(shown[at].event.event_id, true) : false), l: () => (at >= 0 ? toggle(shown[at].event.event_id, false) : false),
    '+': () => scale(0.5), '=': () => scale(0.5), '-': () => scale(2), z: () => (at >= 0 ? around(shown[at]) : false), 0: () => setParams({ zoom: null }, true),
  });
  if (rows.length === 0) {
    return h(Empty, { title: 'No event yet' }, p({ class: 'faint' }, 'The session has started; its events appear here as they arrive.'));
  }
  const nested = rows.some((row) => row.children.length > 0);
  return div({ class: 'timeline' + (brief ? ' brief' : '') },
    !brief && div({ class: 'timeline-tools' },
      h(Legend, { rows }), rows.some((row) => row.critical) && span({ class: 'legend-item' }, span({ class: 'swatch critical', 'aria-hidden': 'true' }), 'critical path'),
      div({ class: 'tools-end' },
        nested && button({ class: 'small', onClick: () => setFolded(folded.size > 0 ? new Set() : new Set(rows.filter((r) => r.children.length > 0).map((r) => r.event.event_id))) }, folded.size > 0 ? 'Unfold all' : 'Fold all'),
        button({ class: 'icon-button', 'aria-label': 'Zoom in', title: 'Zoom in (+)', onClick: () => scale(0.5) }, '+'),
        button({ class: 'icon-button', 'aria-label': 'Zoom out', title: 'Zoom out (−)', onClick: () => scale(2) }, '−'),
        button({ class: 'small', disabled: !zoom, title: 'Show all (0)', onClick: () => setParams({ zoom: null }, true) }, 'All'))),
    !brief && h(Minimap, { rows, from, to, start, end, onWindow: setWindow }),
    h(Virtual, {
      class: 'timeline-rows', label: 'Events of the session', count: shown.length, rowHeight: 28, header: h(Axis, { start: start - from, length: end - start }), reveal: pointed >= 0 && brief ? pointed : at,
      render: (index, slot) => {
        const row = shown[index];
        const id = row.event.event_id;
        return h(TimelineRow, {
          key: slot, row, start, end, isFolded: folded.has(id), isSelected: id === selected, isHovered: id === hovered, brief, onSelect, onHover, onToggle: toggle,
        });
      },
    }),
    zoom && !brief && span({ class: 'sr', role: 'status' }, `Shown from ${duration(start - from)} to ${duration(end - from)}`));
}

/** Milliseconds after the start of the session. @param {{ start: number, length: number }} props */
function Axis({ start, length }) {
  return div({ class: 'timeline-axis', 'aria-hidden': 'true' }, span({ class: 'tl-name faint' }, 'Step'),
    div({ class: 'tl-track' }, TICKS.map((share) => span({ class: 'tick', key: share, style: { left: share * 100 + '%' } }, duration(start + length * share)))));
}

/** @param {string | undefined} zoom milliseconds after the start @param {number} from @param {number} to @returns {[number, number]} */
function windowOf(zoom, from, to) {
  const match = /^(\d+)-(\d+)$/.exec(zoom ?? '');
  const [a, b] = match ? [from + Number(match[1]), from + Number(match[2])] : [from, to];
  return b > a ? [a, b] : [from, to];
}
