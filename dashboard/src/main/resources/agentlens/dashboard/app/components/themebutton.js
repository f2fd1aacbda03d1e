// SPDX-License-Identifier: Apache-2.0
import { h, tags, useState } from '../lib.js';
import { chosenTheme, nextTheme } from '../theme.js';
import { Icon } from './icon.js';

/** System, light, dark, by turns. */
export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme());
  const text = `Colours: ${theme === 'system' ? 'as the system' : theme}. Change`;
  return tags.button({ class: 'icon-button', 'aria-label': text, title: text, onClick: () => setTheme(nextTheme()) }, h(Icon, { name: theme }));
}
