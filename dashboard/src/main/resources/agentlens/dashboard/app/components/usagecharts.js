// SPDX-License-Identifier: Apache-2.0
import { h, tags } from '../lib.js';
import { compact, count, money } from '../pure/format.js';
import { buckets } from '../pure/scale.js';
import { instant, RANGES, whole } from '../pure/time.js';
import { BarChart } from './barchart.js';

const DAY = 86_400_000;

/** @typedef {{ time: number, sessions: number | null, tokens: number | null, errors: number | null, cost: number | null, unpriced?: number }} Point */

/**
 * Cost, tokens, sessions and errors over time.
 * @param {{ data: any, range: keyof typeof RANGES, from: string | undefined, to: (terms?: Record<string, string>, more?: Record<string, string>) => string }} props
 */
export function UsageCharts({ data, range, from, to }) {
  const points = read(data);
  if (points.length === 0) {
    return null;
  }
  const step = data.usage_over_time ? RANGES[range].step : DAY;
  const first = from ? Date.parse(from) : points[0].time;
  const last = from ? Date.now() : points[points.length - 1].time;
  const width = Math.max(step, Math.ceil((last - first) / 90 / step) * step);
  const shown = buckets(merged(points, width), (point) => point.time, first, last, width);
  const link = (/** @type {number} */ time) => to({ from: iso(time), to: iso(time + width - 1000) });
  /** @type {[string, keyof Point, (value: number) => string, Record<string, string>][]} */
  const charts = [['Cost', 'cost', money, {}], ['Tokens', 'tokens', compact, {}], ['Sessions', 'sessions', count, {}], ['Errors', 'errors', count, { errors: 'yes' }]];
  return tags.div({ class: 'charts' }, charts.filter(([, field]) => points.some((point) => point[field] !== null)).map(([title, field, show, extra]) => h(BarChart, {
    key: title, title, show, step: width, bad: field === 'errors', integers: field !== 'cost',
    bars: shown.map(({ time, point }) => ({ time, value: point ? Number(point[field] ?? 0) : 0, href: Object.keys(extra).length > 0 ? to({ from: iso(time), to: iso(time + width - 1000), ...extra }) : link(time) })),
  })));
}

/** @param {number} ms */
function iso(ms) {
  return whole(new Date(ms).toISOString());
}

/** @param {any} data @returns {Point[]} */
function read(data) {
  return data.usage_over_time
    ? data.usage_over_time.map((/** @type {any} */ u) => ({ time: instant(u.time), sessions: u.sessions, tokens: u.tokens_in + u.tokens_out, errors: u.errors, cost: u.cost_usd ?? null }))
    : data.sessions_over_time.map((/** @type {any} */ d) => ({ time: instant(d.day + 'T00:00:00Z'), sessions: d.session_count, tokens: d.total_tokens, errors: null, cost: null }));
}

/** @param {Point[]} points @param {number} width @returns {Point[]} */
function merged(points, width) {
  /** @type {Map<number, Point>} */
  const byTime = new Map();
  for (const point of points) {
    const time = Math.floor(point.time / width) * width;
    const old = byTime.get(time);
    const sum = (/** @type {number | null} */ a, /** @type {number | null} */ b) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));
    byTime.set(time, old ? { time, sessions: sum(old.sessions, point.sessions), tokens: sum(old.tokens, point.tokens), errors: sum(old.errors, point.errors), cost: sum(old.cost, point.cost) } : { ...point, time });
  }
  return [...byTime.values()];
}
