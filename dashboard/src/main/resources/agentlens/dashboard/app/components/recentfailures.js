// SPDX-License-Identifier: Apache-2.0
import { useSessions } from '../data/sessions.js';
import { h, tags } from '../lib.js';
import { line, plural } from '../pure/format.js';
import { withTerm } from '../pure/query.js';
import { sessionLink } from '../router.js';
import { Status } from './status.js';
import { Time } from './time.js';

const { a, div, h3, li, p, section, span, ul } = tags;

/** The latest sessions that ended with an error. @param {{ q: string, to: (terms?: Record<string, string>) => string }} props */
export function RecentFailures({ q, to }) {
  const list = useSessions(withTerm(q, 'status', 'error'), 'started_at', 'desc');
  return section({ class: 'card', 'aria-label': 'Latest failures' },
    div({ class: 'card-head' }, h3(null, 'Latest failures'), a({ href: to({ status: 'error' }) }, 'all')),
    list.items.length === 0 ? p({ class: 'faint' }, list.loaded ? 'No session failed in this range' : '')
      : ul({ class: 'failures' }, list.items.slice(0, 7).map((item) => li({ key: item.session_id }, a({ href: sessionLink(item.session_id), class: 'failure' },
        h(Status, { status: item.status, brief: true }), span({ class: 'failure-title', dir: 'auto' }, item.title ? line(item.title, 90) : item.agent_name),
        span({ class: 'faint' }, item.error_count ? plural(item.error_count, 'error') : ''), span({ class: 'faint' }, h(Time, { value: item.started_at })))))));
}
