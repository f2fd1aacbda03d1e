// SPDX-License-Identifier: Apache-2.0
import { tags, useEffect, useLayoutEffect, useRef, useState } from '../lib.js';

const { div } = tags;
/** Rows that exist beyond the view; the window of rows moves by as many, so that most scrolling changes nothing. */
const BEYOND = 12;

/**
 * A long list of rows of one height: only those in view exist.
 * @param {{ count: number, rowHeight: number, render: (index: number, slot: number) => any, class?: string, label?: string, role?: string, rowCount?: number,
 *   reveal?: number, onEnd?: () => void, header?: any, columns?: number, height?: number }} props reveal: a row to keep in view when it changes
 */
export function Virtual({ count, rowHeight, render, class: name = '', label, role, reveal, onEnd, header, columns, height }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [view, setView] = useState({ first: 0, last: 40 });

  useLayoutEffect(() => {
    const element = /** @type {HTMLElement} */ (ref.current);
    const measure = () => {
      const first = Math.floor(element.scrollTop / rowHeight / BEYOND) * BEYOND - BEYOND;
      const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight / BEYOND) * BEYOND + BEYOND;
      setView((old) => (old.first === first && old.last === last ? old : { first, last }));
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [rowHeight]);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || reveal === undefined || reveal < 0) {
      return;
    }
    const head = header ? rowHeight : 0;
    const [top, bottom] = [reveal * rowHeight, (reveal + 1) * rowHeight];
    if (top < element.scrollTop) {
      element.scrollTop = top;
    } else if (bottom + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = bottom + head - element.clientHeight;
    }
  }, [reveal]);

  const last = Math.min(count, view.last);
  const first = Math.max(0, Math.min(view.first, last - 1));
  useEffect(() => {
    if (last >= count && onEnd) {
      onEnd();
    }
  }, [last >= count, count]);

  const rows = [];
  for (let i = first; i < last; i++) {
    rows.push(render(i, i - first));
  }
  return div({ ref, class: 'virtual ' + name, role, 'aria-label': label, 'aria-rowcount': role ? count + (header ? 1 : 0) : undefined, 'aria-colcount': columns, tabIndex: 0, style: height === undefined ? undefined : { height: height + 'px' } },
    header,
    div({ class: 'virtual-rows', role: role ? 'rowgroup' : undefined, style: { height: count * rowHeight + 'px' } },
      div({ role: role ? 'presentation' : undefined, style: { transform: `translateY(${first * rowHeight}px)` } }, rows)));
}
