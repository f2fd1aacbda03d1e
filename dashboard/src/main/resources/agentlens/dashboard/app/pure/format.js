// SPDX-License-Identifier: Apache-2.0
/** How figures read: thin separators, units, and a dash where nothing is known. */

const NONE = '–';
const THIN = '\u202f';

/** @param {number} value whole part grouped by thin spaces, as ISO 80000 has it */
function grouped(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** @param {number | null | undefined} value */
export function count(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return NONE;
  }
  const sign = value < 0 ? '−' : '';
  const [whole, fraction] = String(Math.abs(Math.round(value * 100) / 100)).split('.');
  return sign + grouped(Number(whole)) + (fraction ? '.' + fraction : '');
}

/** Three significant digits: 1.23 k, 45.6 M. @param {number | null | undefined} value */
export function compact(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  for (const [limit, unit] of /** @type {[number, string][]} */ ([[1e9, 'G'], [1e6, 'M'], [1e4, 'k']])) {
    if (size >= limit) {
      const scaled = value / (limit === 1e4 ? 1e3 : limit);
      return scaled.toFixed(Math.abs(scaled) >= 100 ? 0 : 1).replace(/\.0$/, '') + THIN + unit;
    }
  }
  return count(value);
}

/** US dollars; null is an unknown price, not 0. @param {number | null | undefined} value */
export function money(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  const digits = size === 0 || size >= 0.995 ? 2 : size >= 0.0995 ? 3 : size >= 0.00995 ? 4 : 5;
  const [whole, fraction] = size.toFixed(digits).split('.');
  return (value < 0 ? '−' : '') + '$' + grouped(Number(whole)) + '.' + fraction;
}

/** @param {number | null | undefined} ms */
export function duration(ms) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) {
    return NONE;
  }
  if (ms < 1) {
    return (ms === 0 ? '0' : ms.toFixed(2)) + THIN + 'ms';
  }
  if (ms < 1000) {
    return (ms < 10 ? String(Math.round(ms * 10) / 10) : String(Math.round(ms))) + THIN + 'ms';
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return (seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)) + THIN + 's';
  }
  const total = Math.round(seconds);
  const [days, hours, minutes] = [Math.floor(total / 86400), Math.floor(total / 3600) % 24, Math.floor(total / 60) % 60];
  if (total < 3600) {
    return `${minutes}${THIN}min ${total % 60}${THIN}s`;
  }
  return days > 0 ? `${days}${THIN}d ${hours}${THIN}h` : `${hours}${THIN}h ${minutes}${THIN}min`;
}

/** @param {number | null | undefined} value of 100 */
export function percent(value) {
  return value === null || value === undefined || Number.isNaN(value)
    ? NONE
    : (value >= 10 || value === 0 ? String(Math.round(value)) : value.toFixed(1)) + THIN + '%';
}

/** @param {number} size */
export function bytes(size) {
  if (size < 1024) {
    return size + THIN + 'B';
  }
  return size < 1024 * 1024 ? Math.round(size / 1024) + THIN + 'KB' : (size / 1048576).toFixed(1) + THIN + 'MB';
}

/** @param {number} number @param {string} one @param {string} [many] */
export function plural(number, one, many = one + 's') {
  return count(number) + ' ' + (number === 1 ? one : many);
}

/** Cut at a whole character. @param {string} text @param {number} length */
export function cut(text, length) {
  if (text.length <= length) {
    return text;
  }
  const end = /[\ud800-\udbff]/.test(text[length - 1]) ? length - 1 : length;
  return text.slice(0, end) + '…';
}

/** On one line. @param {string} text @param {number} length */
export function line(text, length) {
  return cut(text.slice(0, length * 4).replace(/\s+/g, ' ').trim(), length);
}
