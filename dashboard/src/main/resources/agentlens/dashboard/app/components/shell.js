// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { classes, h, tags, useEffect, useState } from '../lib.js';
import { Compare } from '../pages/compare.js';
import { Overview } from '../pages/overview.js';
import { Session } from '../pages/session.js';
import { Sessions } from '../pages/sessions.js';
import { go, link, route } from '../router.js';
import { useObservable } from '../store.js';
import { Help } from './help.js';
import { Icon } from './icon.js';
import { KeyDialog } from './keydialog.js';
import { Notices } from './notices.js';
import { ThemeButton } from './themebutton.js';

const { a, button, div, header, main, nav, span } = tags;

/** @type {Record<string, { title: string, view: any }>} */
const PAGES = {
  overview: { title: 'Overview', view: Overview },
  sessions: { title: 'Sessions', view: Sessions },
  session: { title: 'Session', view: Session },
  compare: { title: 'Compare', view: Compare },
};

/** Navigation around the page that the address names. */
export function Shell() {
  const at = useObservable(route);
  const [help, setHelp] = useState(false);
  const page = PAGES[at.page] ? at.page : 'overview';
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
    main({ id: 'content', tabIndex: -1, class: 'page page-' + page }, h(PAGES[page].view, { key: page + at.id, id: at.id, params: at.params })),
    help && h(Help, { onClose: () => setHelp(false) }),
    h(KeyDialog, null),
  ];
}

/** The fragment of the address is the page's state. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
