// SPDX-License-Identifier: Apache-2.0
import { keyRequest, useKey } from '../api.js';
import { h, tags, useState } from '../lib.js';
import { useObservable } from '../store.js';
import { Dialog } from './dialog.js';

const { button, div, form, input, label, p } = tags;

/** Asks for the API key, once for a tab. */
export function KeyDialog() {
  const asked = useObservable(keyRequest);
  const [key, setKey] = useState('');
  if (!asked) {
    return null;
  }
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (key.trim()) {
      useKey(key.trim());
      setKey('');
    }
  };
  return h(Dialog, { title: 'API key', onClose: () => {}, closable: false },
    form({ onSubmit: submit },
      p(null, asked.rejected
        ? 'This key was not accepted. Enter a key that may read.'
        : 'This AgentLens needs an API key. It is kept for this tab and sent to this address only.'),
      label({ class: 'field' }, 'API key',
        input({ type: 'password', name: 'key', autocomplete: 'off', autofocus: true, value: key, onInput: (/** @type {any} */ e) => setKey(e.target.value) })),
      div({ class: 'dialog-actions' }, button({ type: 'submit', class: 'primary' }, 'Continue'))));
}
