// SPDX-License-Identifier: Apache-2.0
/** The figures of a session, from its fields where the server gives them, else from its events. */
import { failed, kind, toolName } from './events.js';
import { instant } from './time.js';

/** @typedef {{ duration: number | null, steps: number, llm: number, tools: number, errors: number, tokens: number, tokensIn: number,
 *   tokensOut: number, cost: number | null | undefined, models: [string, number][], toolCalls: [string, number][] }} Figures */

/** @param {any} session @returns {number | null} */
export function durationOf(session) {
  if (session.duration_ms !== undefined) {
    return session.duration_ms;
  }
  const length = instant(session.ended_at) - instant(session.started_at);
  return Number.isNaN(length) ? null : Math.max(0, length);
}

/** @param {any} session @param {import('./events.js').Event[]} events @returns {Figures} */
export function figures(session, events) {
  return {
    duration: durationOf(session),
    steps: session.event_count ?? session.total_events ?? events.length,
    llm: events.filter((event) => kind(event) === 'llm').length,
    tools: events.filter((event) => toolName(event) !== null && kind(event) !== 'llm').length,
    errors: session.error_count ?? events.filter(failed).length,
    tokens: session.total_tokens_in + session.total_tokens_out,
    tokensIn: session.total_tokens_in,
    tokensOut: session.total_tokens_out,
    cost: session.cost_usd,
    models: counted(events.map((event) => event.model)),
    toolCalls: counted(events.filter((event) => kind(event) !== 'llm').map(toolName)),
  };
}

/** @param {(string | null | undefined)[]} names @returns {[string, number][]} most frequent first */
function counted(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) {
    if (name) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** @param {number | null | undefined} base @param {number | null | undefined} value @returns {{ absolute: number, percent: number | null } | null} */
export function delta(base, value) {
  if (base === null || base === undefined || value === null || value === undefined) {
    return null;
  }
  return { absolute: value - base, percent: base === 0 ? null : ((value - base) / base) * 100 };
}
