// SPDX-License-Identifier: Apache-2.0
import { useSessions } from '../load/sessions.js';
import { h, tags } from '../lib.js';
import { line, plural } from '../pure/format.js';
import { withTerm } from '../pure/query.js';
import { sessionLink } from '../router.js';
import { Status } from './status.js';
import { Time } from './time.js';

const { a, div, h3, li, p, section, span, ul } = tags;
const SHOWN = 6;

/** The latest sessions that ended with an error, and why. @param {{ q: string, to: (terms?: Record<string, string>) => string }} props */
export function RecentFailures({ q, to }) {
  const list = useSessions(withTerm(q, 'status', 'error'), 'started_at', 'desc');
  const shown = list.items.slice(0, SHOWN);
  return section({ class: 'card card-wide', 'aria-label': 'Latest failures' },
    div({ class: 'card-head' }, h3(null, 'Latest failures'), a({ href: to({ status: 'error' }), 'aria-label': 'All failed sessions' }, 'all')),
    shown.length === 0 ? p({ class: 'faint' }, list.loaded ? 'No session failed in this range' : '')
      : ul({ class: 'failures' }, shown.map((item) => li({ key: item.session_id }, a({ href: sessionLink(item.session_id), class: 'failure' },
        h(Status, { status: item.status, brief: true }),
        span({ class: 'failure-title' }, span({ dir: 'auto' }, item.title ? line(item.title, 120) : item.agent_name), item.title && span({ class: 'faint', dir: 'auto' }, '  ' + line(item.agent_name, 40))),
        span({ class: 'faint' }, h(Time, { value: item.started_at })),
        span({ class: 'failure-reason bad', dir: 'auto' }, item.first_error ? line(item.first_error, 200) : item.error_count ? plural(item.error_count, 'error') : ''))))));
}
