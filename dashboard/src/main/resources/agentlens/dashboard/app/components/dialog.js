// SPDX-License-Identifier: Apache-2.0
import { h, tags, useLayoutEffect, useRef } from '../lib.js';
import { Icon } from './icon.js';

const { button, dialog, h2, header } = tags;

/**
 * A modal dialog: focus stays inside, Esc closes it and goes back.
 * @param {{ title: string, onClose: () => void, children?: any, closable?: boolean }} props
 */
export function Dialog({ title, onClose, children, closable = true }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  // Before it is painted: Esc closes whatever can be seen.
  useLayoutEffect(() => {
    const element = /** @type {HTMLDialogElement} */ (ref.current);
    element.showModal();
    return () => element.close();
  }, []);
  return dialog({
    ref, class: 'dialog', 'aria-label': title, onKeyDown: (/** @type {Event} */ event) => event.stopPropagation(),
    onCancel: (/** @type {Event} */ event) => {
      event.preventDefault();
      if (closable) {
        onClose();
      }
    },
  },
  header({ class: 'dialog-head' }, h2(null, title),
    closable && button({ class: 'icon-button', 'aria-label': 'Close', onClick: onClose }, h(Icon, { name: 'close' }))),
  children);
}
