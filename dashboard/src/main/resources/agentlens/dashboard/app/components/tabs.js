// SPDX-License-Identifier: Apache-2.0
import { classes, tags } from '../lib.js';

const { button, div } = tags;

/** @param {{ tabs: [string, string][], current: string, onSelect: (name: string) => void, label: string }} props */
export function Tabs({ tabs, current, onSelect, label }) {
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step) {
      const at = tabs.findIndex(([name]) => name === current);
      const next = (at + step + tabs.length) % tabs.length;
      onSelect(tabs[next][0]);
      /** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')[next].focus();
    }
  };
  return div({ class: 'tabs', role: 'tablist', 'aria-label': label, onKeyDown: move },
    tabs.map(([name, text]) => button({
      key: name, role: 'tab', id: 'tab-' + name, 'aria-selected': name === current, 'aria-controls': 'panel', tabIndex: name === current ? 0 : -1,
      class: classes('tab', name === current && 'here'), onClick: () => onSelect(name),
    }, text)));
}
