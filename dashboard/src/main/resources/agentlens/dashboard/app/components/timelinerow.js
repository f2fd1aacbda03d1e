// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags, useMemo } from '../lib.js';
import { compact, duration } from '../pure/format.js';
import { Icon } from './icon.js';

const { button, div, span } = tags;

/**
 * @param {{ row: import('../pure/tree.js').Row, start: number, end: number, isFolded: boolean, isSelected: boolean, isHovered: boolean, brief: boolean,
 *   onSelect: (id: string | null) => void, onHover: (id: string | null) => void, onToggle: (id: string) => void }} props
 */
export function TimelineRow(props) {
  const { row, start, end, isFolded, isSelected, isHovered } = props;
  // The same element again is left alone.
  return useMemo(() => element(props), [row, start, end, isFolded, isSelected, isHovered]);
}

/** @param {Parameters<typeof TimelineRow>[0]} props */
function element({ row, start, end, isFolded, isSelected, isHovered, brief, onSelect, onHover, onToggle }) {
  const { event } = row;
  const id = event.event_id;
  const scale = 100 / (end - start);
  const left = Math.max(-1, Math.min(101, (row.start - start) * scale));
  const right = Math.max(-1, Math.min(101, (row.end - start) * scale));
  const tokens = event.tokens_in + event.tokens_out;
  const before = right > (brief ? 60 : 80);
  const outside = row.end < start || row.start > end;
  return div({
    class: classes('tl-row', 'kind-' + row.kind, isSelected && 'selected', isHovered && 'hovered', row.failed && 'failed'), 'data-event': id,
    onMouseEnter: () => onHover(id), onMouseLeave: () => onHover(null), onClick: () => onSelect(id),
  },
  div({ class: 'tl-name', style: { paddingLeft: Math.min(row.depth, 12) * 14 + 'px' } },
    row.children.length > 0
      ? button({ class: 'fold', 'aria-expanded': !isFolded, 'aria-label': `${isFolded ? 'Unfold' : 'Fold'} ${row.label}`, onClick: (/** @type {Event} */ e) => {
        e.stopPropagation();
        onToggle(id);
      } }, h(Icon, { name: isFolded ? 'right' : 'down' }))
      : span({ class: 'fold' }),
    h(Icon, { name: row.failed ? 'error' : row.kind }),
    button({ class: 'tl-label', dir: 'auto', 'aria-current': isSelected ? 'true' : undefined, title: row.label }, row.label, row.failed && span({ class: 'sr' }, ' failed')),
    isFolded && row.hidesError && span({ class: 'bad', title: 'An error is folded away here' }, '!'),
    span({ class: 'tl-tokens faint' }, tokens > 0 ? compact(tokens) + ' tok' : '')),
  div({ class: 'tl-track' },
    !outside && div({ class: classes('bar', row.critical && 'critical'), style: { left: `min(${left}%, 100% - 2px)`, width: `max(2px, ${right - left}%)` } }),
    span({ class: classes('tl-time', before && 'before'), style: before ? { right: 100 - Math.max(0, left) + '%' } : { left: Math.max(0, right) + '%' } },
      event.duration_ms === null ? '' : duration(event.duration_ms))));
}
