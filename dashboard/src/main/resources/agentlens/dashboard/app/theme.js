// SPDX-License-Identifier: Apache-2.0
/** Light and dark: the system's, unless the person chose. */
const NAME = 'agentlens.theme';
const ORDER = ['system', 'light', 'dark'];

export function chosenTheme() {
  return document.documentElement.dataset.theme ?? 'system';
}

export function nextTheme() {
  const next = ORDER[(ORDER.indexOf(chosenTheme()) + 1) % ORDER.length];
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  try {
    next === 'system' ? localStorage.removeItem(NAME) : localStorage.setItem(NAME, next);
  } catch {
    // Chosen for this page alone.
  }
  return next;
}
