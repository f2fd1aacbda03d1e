// SPDX-License-Identifier: Apache-2.0
import { h, tags, useState } from '../lib.js';
import { link } from '../router.js';
import { kept } from '../store.js';
import { Dialog } from './dialog.js';
import { Icon } from './icon.js';

const { a, button, details, div, form, input, label, li, p, summary, ul } = tags;
const STORE = kept('localStorage', 'agentlens.views');

/** @typedef {{ name: string, params: Record<string, string> }} View */

/** Searches with a name, kept in this browser. @param {{ params: Record<string, string> }} props */
export function SavedViews({ params }) {
  const [views, setViews] = useState(/** @type {View[]} */ (STORE.read() ?? []));
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  /** @param {View[]} next */
  const write = (next) => {
    STORE.write(next);
    setViews(next);
  };
  /** @param {Event} event */
  const save = (event) => {
    event.preventDefault();
    if (name.trim()) {
      const { pick: _, ...view } = params;
      write([...views.filter((other) => other.name !== name.trim()), { name: name.trim(), params: view }]);
      setNaming(false);
      setName('');
    }
  };
  return div({ class: 'views' },
    details({ class: 'menu' }, summary({ class: 'chip-button' }, h(Icon, { name: 'star' }), 'Views'),
      div({ class: 'menu-items' },
        views.length === 0 ? p({ class: 'faint' }, 'A saved view keeps the search and the order of this list, in this browser.')
          : ul(null, views.map((view) => li({ key: view.name },
            a({ href: link('sessions', view.params), dir: 'auto', onClick: (/** @type {any} */ e) => e.target.closest('details').removeAttribute('open') }, view.name),
            button({ class: 'icon-button', 'aria-label': `Delete the view ${view.name}`, onClick: () => write(views.filter((other) => other !== view)) }, h(Icon, { name: 'close' }))))),
        button({ class: 'small', onClick: () => setNaming(true) }, h(Icon, { name: 'save' }), 'Save this view'))),
    naming && h(Dialog, { title: 'Save this view', onClose: () => setNaming(false) },
      form({ onSubmit: save },
        label({ class: 'field' }, 'Name', input({ value: name, maxLength: 60, autofocus: true, onInput: (/** @type {any} */ e) => setName(e.target.value) })),
        div({ class: 'dialog-actions' }, button({ type: 'submit', class: 'primary' }, 'Save')))));
}
