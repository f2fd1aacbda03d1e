// SPDX-License-Identifier: Apache-2.0
// Before the first paint, so that a page in the other theme never flashes.
(() => {
  try {
    const chosen = localStorage.getItem('agentlens.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
