// SPDX-License-Identifier: Apache-2.0
/** Axes: round steps, and buckets of time without holes. */

/** A round number at or above. @param {number} value @param {boolean} [integers] */
export function niceMax(value, integers = false) {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((s) => s * power >= value * 0.999) ?? 10;
  return integers ? Math.max(1, Math.ceil(step * power)) : step * power;
}

/**
 * @template T
 * @param {T[]} points @param {(point: T) => number} timeOf @param {number} from @param {number} to @param {number} step all in milliseconds
 * @returns {{ time: number, point: T | null }[]} one for each step; gaps are null
 */
export function buckets(points, timeOf, from, to, step) {
  const byTime = new Map(points.map((point) => [Math.floor(timeOf(point) / step) * step, point]));
  const result = [];
  for (let time = Math.floor(from / step) * step; time <= to && result.length < 400; time += step) {
    result.push({ time, point: byTime.get(time) ?? null });
  }
  return result;
}
