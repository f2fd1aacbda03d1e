// SPDX-License-Identifier: Apache-2.0
import { h, tags, useState } from '../lib.js';
import { say } from '../notices.js';
import { Icon } from './icon.js';

/** @param {{ text: () => string, label: string, words?: string }} props */
export function CopyButton({ text, label, words }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setDone(true);
      setTimeout(() => setDone(false), 1500);
    } catch {
      say('copy', 'The browser does not allow copying here. Select the text and copy it.');
    }
  };
  return tags.button({ class: words ? 'small' : 'icon-button', 'aria-label': done ? 'Copied' : label, title: label, onClick: copy },
    h(Icon, { name: done ? 'check' : 'copy' }), words);
}
