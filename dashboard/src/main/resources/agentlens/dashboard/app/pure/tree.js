// SPDX-License-Identifier: Apache-2.0
/** The waterfall: when each event ran, which event it was part of, and what the session had to wait for. */
import { failed, kind, label } from './events.js';
import { instant } from './time.js';

/** Senders round durations and times apart. */
const ROUNDING_MS = 1.5;

/**
 * @typedef {{ index: number, event: import('./events.js').Event, start: number, end: number, depth: number, parent: number,
 *   children: number[], kind: import('./events.js').Kind, label: string, failed: boolean, critical: boolean, hidesError: boolean }} Row
 */

/**
 * A row for each event, by its index in the trace. Spans are stamped when they start; other senders may stamp an event when it ends, which is
 * taken for granted where less overlaps then.
 * @param {import('./events.js').Event[]} events @returns {Row[]}
 */
export function rows(events) {
  const atEnd = stampedAtEnd(events);
  const made = events.map((event, index) => {
    const at = instant(event.timestamp);
    const length = event.duration_ms ?? 0;
    const ends = atEnd && !event.span_id;
    return {
      index, event, start: ends ? at - length : at, end: ends ? at : at + length, depth: 0, parent: -1, children: /** @type {number[]} */ ([]),
      kind: kind(event), label: label(event), failed: failed(event), critical: false, hidesError: false,
    };
  });
  nest(made);
  markCritical(made);
  return made;
}

/** @param {import('./events.js').Event[]} events */
function stampedAtEnd(events) {
  let [overlapOfStarts, overlapOfEnds] = [0, 0];
  let before = null;
  for (const event of events) {
    if (event.span_id || !event.duration_ms) {
      continue;
    }
    const at = instant(event.timestamp);
    if (before) {
      overlapOfStarts += Math.max(0, before.at + before.length - at);
      overlapOfEnds += Math.max(0, before.at - (at - event.duration_ms));
    }
    before = { at, length: event.duration_ms };
  }
  return overlapOfEnds < overlapOfStarts;
}

/** @param {Row[]} all */
function nest(all) {
  const bySpan = new Map(all.filter((row) => row.event.span_id).map((row) => [row.event.span_id, row]));
  for (const row of all) {
    const parent = row.event.parent_span_id ? bySpan.get(row.event.parent_span_id) : undefined;
    if (parent && parent !== row && !leadsTo(parent, row, all)) {
      row.parent = parent.index;
      parent.children.push(row.index);
    }
  }
  for (const row of preorder(all, new Set())) {
    row.depth = row.parent < 0 ? 0 : all[row.parent].depth + 1;
  }
  for (let i = all.length - 1; i >= 0; i--) {
    for (let p = all[i].failed ? all[i].parent : -1; p >= 0 && !all[p].hidesError; p = all[p].parent) {
      all[p].hidesError = true;
    }
  }
}

/** Senders do send circles. @param {Row} from @param {Row} to @param {Row[]} all */
function leadsTo(from, to, all) {
  for (let at = from; at.parent >= 0; at = all[at.parent]) {
    if (at.parent === to.index) {
      return true;
    }
  }
  return false;
}

/**
 * Parents before their children, both by start; without what is folded away.
 * @param {Row[]} all @param {Set<string>} folded event ids @returns {Row[]}
 */
export function preorder(all, folded) {
  const result = [];
  const stack = all.filter((row) => row.parent < 0).reverse();
  while (stack.length > 0) {
    const row = /** @type {Row} */ (stack.pop());
    result.push(row);
    if (!folded.has(row.event.event_id)) {
      for (let i = row.children.length - 1; i >= 0; i--) {
        stack.push(all[row.children[i]]);
      }
    }
  }
  return result;
}

/** Backwards from the end: what ended last before what came next began. @param {Row[]} all */
function markCritical(all) {
  const stack = [{ children: all.filter((row) => row.parent < 0), end: Infinity }];
  while (stack.length > 0) {
    const { children, end } = /** @type {{ children: Row[], end: number }} */ (stack.pop());
    let cursor = end;
    for (const child of [...children].sort((a, b) => b.end - a.end || b.start - a.start)) {
      if (child.end <= cursor + ROUNDING_MS) {
        child.critical = true;
        cursor = child.start;
        if (child.children.length > 0) {
          stack.push({ children: child.children.map((index) => all[index]), end: child.end });
        }
      }
    }
  }
  if (all.every((row) => row.critical)) {
    all.forEach((row) => (row.critical = false));
  }
}

/** @param {Row[]} all @returns {[number, number]} the first start and the last end; [0, 1] without events */
export function extent(all) {
  let [from, to] = [Infinity, -Infinity];
  for (const row of all) {
    from = Math.min(from, row.start);
    to = Math.max(to, row.end);
  }
  return from <= to ? [from, Math.max(to, from + 1)] : [0, 1];
}
