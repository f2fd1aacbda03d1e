// SPDX-License-Identifier: Apache-2.0
// Runs before anything is shown or loaded.
(() => {
  // So that a page in the other theme never flashes.
  try {
    const chosen = localStorage.getItem('agentlens.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }

  // The modules of the page that the address names, all at once: the browser would find one import after the other.
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const page = location.hash.replace(/^#\/?/, '').split(/[/?]/, 1)[0] || 'overview';
  for (const module of JSON.parse(script.dataset.modules ?? '{}')[page] ?? []) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(module, script.src).href;
    document.head.append(link);
  }
})();
