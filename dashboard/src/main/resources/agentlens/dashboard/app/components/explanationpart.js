// SPDX-License-Identifier: Apache-2.0
import { classes, h, tags, useMemo } from '../lib.js';
import { Markdown } from './markdown.js';

const { section } = tags;

/**
 * A part of an explanation; one about an event leads to it.
 * @param {{ part: import('../pure/steps.js').Part, isHovered: boolean, isSelected: boolean, onSelect: (id: string) => void, onHover: (id: string | null) => void }} props
 */
export function ExplanationPart(props) {
  const { part, isHovered, isSelected } = props;
  return useMemo(() => element(props), [part.text, part.eventId, part.depth, isHovered, isSelected]);
}

/** @param {Parameters<typeof ExplanationPart>[0]} props */
function element({ part, isHovered, isSelected, onSelect, onHover }) {
  const event = part.eventId;
  return event === null ? section(null, h(Markdown, { text: part.text })) : section({
    class: classes('step', isHovered && 'hovered', isSelected && 'selected'), 'data-event': event, 'data-step': part.step, tabIndex: 0, style: { marginLeft: Math.min(part.depth, 8) * 18 + 'px' },
    role: 'button', 'aria-label': (part.step === null ? 'Show the event of this part' : `Step ${part.step}: show its event`), 'aria-pressed': isSelected,
    onMouseEnter: () => onHover(event), onMouseLeave: () => onHover(null), onFocus: () => onHover(event), onBlur: () => onHover(null),
    onClick: () => String(window.getSelection()) === '' && onSelect(event),
    onKeyDown: (/** @type {KeyboardEvent} */ e) => (e.key === 'Enter' ? onSelect(event) : undefined),
  }, h(Markdown, { text: part.text }));
}
