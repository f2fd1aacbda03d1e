// SPDX-License-Identifier: Apache-2.0
import { tags, useEffect, useRef } from '../lib.js';
import { KIND_NAMES } from '../pure/events.js';

const { canvas, div } = tags;
const HEIGHT = 36;

/**
 * The complete session at a glance; dragging selects what the timeline shows, a double click shows all.
 * @param {{ rows: import('../pure/tree.js').Row[], from: number, to: number, start: number, end: number, onWindow: (from: number, to: number) => void }} props
 */
export function Minimap({ rows, from, to, start, end, onWindow }) {
  const ref = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const drag = useRef(/** @type {number | null} */ (null));
  useEffect(() => {
    const element = /** @type {HTMLCanvasElement} */ (ref.current);
    const paint = () => draw(element, rows, from, to);
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    const theme = new MutationObserver(paint);
    theme.observe(document.documentElement, { attributes: true });
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', paint);
    return () => {
      observer.disconnect();
      theme.disconnect();
      system.removeEventListener('change', paint);
    };
  }, [rows, from, to]);

  /** @param {PointerEvent} event */
  const time = (event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * (to - from);
  };
  const share = (/** @type {number} */ at) => ((at - from) / (to - from)) * 100;
  return div({
    class: 'minimap', role: 'img', 'aria-label': 'Overview of the whole session. Zoom with + and −.', title: 'Drag to zoom, double click to show all',
    onPointerDown: (/** @type {any} */ e) => {
      drag.current = time(e);
      e.currentTarget.setPointerCapture(e.pointerId);
    },
    onPointerMove: (/** @type {any} */ e) => {
      if (drag.current !== null && Math.abs(time(e) - drag.current) > (to - from) / 200) {
        onWindow(Math.min(drag.current, time(e)), Math.max(drag.current, time(e)));
      }
    },
    onPointerUp: () => (drag.current = null),
    onDblClick: () => onWindow(from, to),
  },
  canvas({ ref, height: HEIGHT }),
  div({ class: 'minimap-window', style: { left: share(start) + '%', width: share(end) - share(start) + '%' } }));
}

/** @param {HTMLCanvasElement} element @param {import('../pure/tree.js').Row[]} rows @param {number} from @param {number} to */
function draw(element, rows, from, to) {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(KIND_NAMES.map(([kind]) => [kind, style.getPropertyValue('--kind-' + kind)]));
  const ratio = window.devicePixelRatio || 1;
  const width = element.clientWidth;
  element.width = width * ratio;
  element.height = HEIGHT * ratio;
  const paint = element.getContext('2d');
  if (!paint) {
    return;
  }
  paint.scale(ratio, ratio);
  const lanes = Math.min(8, rows.reduce((most, row) => Math.max(most, row.depth), 0) + 1);
  const lane = (HEIGHT - 6) / lanes;
  for (const row of rows) {
    const x = ((row.start - from) / (to - from)) * width;
    paint.fillStyle = row.failed ? style.getPropertyValue('--bad') : colours[row.kind];
    paint.fillRect(x, 3 + Math.min(row.depth, lanes - 1) * lane, Math.max(1.5, ((row.end - row.start) / (to - from)) * width), Math.max(2, lane - 1));
  }
}
