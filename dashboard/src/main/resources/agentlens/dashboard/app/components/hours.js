// SPDX-License-Identifier: Apache-2.0
import { tags } from '../lib.js';
import { count } from '../pure/format.js';
import { whole } from '../pure/time.js';

const { a, div, h3, section, span } = tags;
const HOUR = 3_600_000;

/** The hours of a day, in the viewer's zone. @param {{ hours: { hour: number, event_count: number }[], to: (terms?: Record<string, string>) => string }} props */
export function Hours({ hours, to }) {
  const offset = Math.round(-new Date().getTimezoneOffset() / 60);
  const byHour = new Map(hours.map(({ hour, event_count: events }) => [(hour + offset + 24) % 24, events]));
  const max = Math.max(1, ...byHour.values());
  return section({ class: 'card', 'aria-label': 'Hours of the day' },
    div({ class: 'card-head' }, h3(null, 'Hours of the day'), span({ class: 'faint' }, 'steps')),
    div({ class: 'hours' }, [...Array(24).keys()].map((hour) => {
      const events = byHour.get(hour) ?? 0;
      const text = `${String(hour).padStart(2, '0')}:00, ${count(events)} steps. Show the sessions of the latest ${hour} o’clock`;
      return events === 0 ? span({ key: hour, class: 'hour none', title: `${hour}:00, none` }) : a({ key: hour, class: 'hour', href: to(latest(hour)), title: text, 'aria-label': text }, span({ style: { height: Math.max(4, (events / max) * 100) + '%' } }));
    })),
    div({ class: 'chart-axis faint', 'aria-hidden': 'true' }, ['00:00', '06:00', '12:00', '18:00', '23:00'].map((text) => span({ key: text }, text))));
}

/** @param {number} hour the last time it was, in the viewer's zone */
function latest(hour) {
  const at = new Date();
  at.setHours(hour, 0, 0, 0);
  const start = at.getTime() > Date.now() ? at.getTime() - 24 * HOUR : at.getTime();
  return { from: whole(new Date(start).toISOString()), to: whole(new Date(start + HOUR - 1000).toISOString()) };
}
