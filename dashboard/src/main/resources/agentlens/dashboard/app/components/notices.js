// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { dismiss, notices } from '../notices.js';
import { useObservable } from '../store.js';
import { Icon } from './icon.js';

const { button, div, p } = tags;

/** Sentences about limits and the connection, read out as they appear. */
export function Notices() {
  const all = useObservable(notices);
  return div({ class: 'notices', 'aria-live': 'polite', role: 'status' }, all.map((notice) => div({ key: notice.topic, class: 'notice ' + notice.tone },
    h(Icon, { name: notice.tone === 'good' ? 'check' : 'error' }), p(null, notice.text),
    button({ class: 'icon-button', 'aria-label': 'Dismiss', onClick: () => dismiss(notice.topic) }, h(Icon, { name: 'close' })))));
}
