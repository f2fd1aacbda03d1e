// SPDX-License-Identifier: Apache-2.0
import { useSessions } from '../load/sessions.js';
import { h, tags } from '../lib.js';
import { line } from '../pure/format.js';
import { link } from '../router.js';
import { Failure, Loading } from './states.js';
import { Status } from './status.js';
import { Time } from './time.js';

const { a, button, div, h1, li, p, span, ul } = tags;

/** What a comparison without sessions shows: the latest ones to pick from. @param {{ ids: string[], onPick: (id: string) => void }} props */
export function ComparePicker({ ids, onPick }) {
  const list = useSessions('', 'started_at', 'desc');
  return div({ class: 'picker' },
    h1(null, 'Compare'),
    p(null, ids.length === 0 ? 'Pick the session to measure against: the base.' : ['Base: ', span({ class: 'mono' }, ids[0]), '. Pick the session to compare with it.']),
    p({ class: 'faint' }, 'Or pick two to four in the ', a({ href: link('sessions', { pick: ids.join(',') }) }, 'list of sessions'), ', where they can be searched.'),
    list.error && list.items.length === 0 ? h(Failure, { error: list.error, title: 'The sessions cannot be loaded', onRetry: list.retry })
      : !list.loaded ? h(Loading, { what: 'sessions' })
        : ul({ class: 'pick-list' }, list.items.filter((item) => !ids.includes(item.session_id)).slice(0, 20).map((item) => li({ key: item.session_id },
          button({ class: 'pick-item', onClick: () => onPick(item.session_id) }, h(Status, { status: item.status, brief: true }),
            span({ class: 'pick-title', dir: 'auto' }, item.title ? line(item.title, 100) : item.agent_name), span({ class: 'mono faint' }, item.session_id), span({ class: 'faint' }, h(Time, { value: item.started_at })))))));
}
