// SPDX-License-Identifier: Apache-2.0
/** Instants as people read them, in the viewer's zone. */

const DAY = 86_400_000;

/** @param {string | null | undefined} iso @returns {number} milliseconds with their fraction; NaN if there is none */
export function instant(iso) {
  if (!iso) {
    return NaN;
  }
  const ms = Date.parse(iso);
  const fraction = /\.\d{3}(\d{1,6})/.exec(iso);
  return fraction ? ms + Number('0.' + fraction[1]) : ms;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const SHORT_CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const THIS_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const OTHER_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** The clock today, day and clock in this year, else the day. @param {string} iso @param {number} now */
export function when(iso, now) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) {
    return iso;
  }
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) {
    return CLOCK.format(at);
  }
  return at.getFullYear() === today.getFullYear()
    ? THIS_YEAR.format(at) + ', ' + SHORT_CLOCK.format(at)
    : OTHER_YEAR.format(at);
}

/** @param {string} iso */
export function exact(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : OTHER_YEAR.format(at) + ', ' + CLOCK.format(at);
}

/** A label on an axis. @param {number} ms @param {number} step of the axis in milliseconds */
export function tick(ms, step) {
  const at = new Date(ms);
  return step < DAY ? SHORT_CLOCK.format(at) : THIS_YEAR.format(at);
}

/** Names of ranges, and the intervals that they are shown in. */
export const RANGES = /** @type {const} */ ({
  '24h': { label: '24 hours', ms: DAY, interval: 'hour', step: 3_600_000 },
  '7d': { label: '7 days', ms: 7 * DAY, interval: 'day', step: DAY },
  '30d': { label: '30 days', ms: 30 * DAY, interval: 'day', step: DAY },
  '90d': { label: '90 days', ms: 90 * DAY, interval: 'day', step: DAY },
  all: { label: 'all time', ms: Infinity, interval: 'day', step: DAY },
});

/**
 * The start of a range, at the start of its first interval in UTC, so that its bars are complete.
 * @param {keyof typeof RANGES} name @param {number} now @returns {string | undefined}
 */
export function rangeStart(name, now) {
  const range = RANGES[name];
  if (!Number.isFinite(range.ms)) {
    return undefined;
  }
  const first = now - range.ms + range.step;
  return whole(new Date(first - (first % range.step)).toISOString());
}

/** Without a fraction of zeros. @param {string} iso */
export function whole(iso) {
  return iso.replace('.000Z', 'Z');
}

const UNITS = /** @type {Record<string, number>} */ ({ ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: DAY });

/** `90`, `1.5s`, `2m`, `1h`: milliseconds; NaN if it is none of these. @param {string} text @param {string} [unit] */
export function milliseconds(text, unit = 'ms') {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?$/.exec(text);
  return match ? Number(match[1]) * UNITS[match[2] ?? unit] : NaN;
}
