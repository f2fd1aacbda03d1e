// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { classes, h, tags, useEffect, useLayoutEffect, useState } from '../lib.js';
import { go, link, route } from '../router.js';
import { useObservable } from '../store.js';
import { Help } from './help.js';
import { Icon } from './icon.js';
import { KeyDialog } from './keydialog.js';
import { Notices } from './notices.js';
import { Failure } from './states.js';
import { ThemeButton } from './themebutton.js';

const { a, button, div, header, main, nav, span } = tags;

/** Each page's modules are loaded when it is shown, those of the others a moment later. @type {Record<string, { title: string, load: () => Promise<any> }>} */
const PAGES = {
  overview: { title: 'Overview', load: async () => (await import('../pages/overview.js')).Overview },
  sessions: { title: 'Sessions', load: async () => (await import('../pages/sessions.js')).Sessions },
  session: { title: 'Session', load: async () => (await import('../pages/session.js')).Session },
  compare: { title: 'Compare', load: async () => (await import('../pages/compare.js')).Compare },
};
const OTHERS_AFTER_MS = 2_000;
/** What is loaded, by page. @type {Map<string, any>} */
const VIEWS = new Map();

/** The page's view once it is loaded. @param {string} page */
function useView(page) {
  const [, setLoaded] = useState(0);
  const [error, setError] = useState(/** @type {any} */ (null));
  // Before the browser paints, which a load need not wait for.
  useLayoutEffect(() => {
    let current = true;
    setError(null);
    load(page).then(() => setLoaded((count) => count + 1), (failure) => current && setError(failure));
    return () => {
      current = false;
    };
  }, [page]);
  useEffect(() => {
    const timer = setTimeout(() => Object.keys(PAGES).forEach((other) => load(other).catch(() => {})), OTHERS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return { view: VIEWS.get(page), error };
}

/** @param {string} page */
async function load(page) {
  if (!VIEWS.has(page)) {
    VIEWS.set(page, await PAGES[page].load());
  }
}

/** Navigation around the page that the address names. */
export function Shell() {
  const at = useObservable(route);
  const [help, setHelp] = useState(false);
  const page = PAGES[at.page] ? at.page : 'overview';
  const { view, error } = useView(page);
  useKeys('shell', {
    '?': () => setHelp(true),
    'g o': () => go(link('overview')),
    'g s': () => go(link('sessions')),
    'g c': () => go(link('compare')),
  });
  useEffect(() => {
    document.title = (at.id ? at.id + ' · ' : '') + PAGES[page].title + ' · AgentLens';
  }, [page, at.id]);
  return [
    a({ class: 'skip', href: '#content', onClick: skip }, 'Skip to content'),
    header({ class: 'shell-head' },
      a({ class: 'brand', href: link('overview'), 'aria-label': 'AgentLens, overview' }, h(Icon, { name: 'brand' }), span(null, 'AgentLens')),
      nav({ 'aria-label': 'Pages' },
        ['overview', 'sessions', 'compare'].map((name) => a({
          href: link(name), class: classes('nav', (page === name || (name === 'sessions' && page === 'session')) && 'here'),
          'aria-current': page === name ? 'page' : undefined,
        }, PAGES[name].title))),
      div({ class: 'shell-tools' },
        a({ class: 'nav quiet wide-only', href: '/docs' }, 'API'),
        h(ThemeButton, null),
        button({ class: 'icon-button', 'aria-label': 'Keyboard shortcuts', title: 'Keyboard shortcuts (?)', onClick: () => setHelp(true) }, '?'))),
    h(Notices, null),
    main({ id: 'content', tabIndex: -1, class: 'page page-' + page },
      view ? h(view, { key: page + at.id, id: at.id, params: at.params })
        : error && h(Failure, { error, title: 'The page cannot be loaded', onRetry: () => location.reload() })),
    help && h(Help, { onClose: () => setHelp(false) }),
    h(KeyDialog, null),
  ];
}

/** The fragment of the address is the page's state. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
