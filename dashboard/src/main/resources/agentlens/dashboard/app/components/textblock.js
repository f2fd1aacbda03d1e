// SPDX-License-Identifier: Apache-2.0
import { h, tags, useState } from '../lib.js';
import { bytes, cut } from '../pure/format.js';
import { CopyButton } from './copybutton.js';

const { button, div, pre } = tags;
const SHOWN = 4_000;
const MOST = 300_000;

/** A text as it came, long ones cut until asked for. @param {{ text: string, prose?: boolean }} props */
export function TextBlock({ text, prose = false }) {
  const [all, setAll] = useState(false);
  const shown = cut(text, all ? MOST : SHOWN);
  return div({ class: 'text-block' + (prose ? ' prose' : '') },
    pre({ dir: 'auto', tabIndex: 0 }, shown),
    div({ class: 'text-tools' },
      text.length > SHOWN && button({ class: 'small', 'aria-expanded': all, onClick: () => setAll(!all) },
        all ? 'Show less' : text.length > MOST ? `Show the first ${bytes(MOST)} of ${bytes(text.length)}` : `Show all, ${bytes(text.length)}`),
      h(CopyButton, { text: () => text, label: 'Copy the text' })));
}
