// SPDX-License-Identifier: Apache-2.0
/** Several runs side by side: which step of one corresponds to which of another. */
import { errorMessage, failed, kind, toolData, toolName } from './events.js';
import { commonPairs } from './lcs.js';
import { promptText, responseText } from './messages.js';

/**
 * @typedef {import('./events.js').Event} Event
 * @typedef {{ cells: (Event | null)[], same: boolean }} Step one event, or none, of each run
 */

/** Steps that do the same job: type and tool, or a span's name. @param {Event} event */
export function signature(event) {
  return [event.event_type.replace('tool_error', 'tool_call'), toolName(event) ?? (kind(event) === 'llm' ? '' : event.name ?? '')].join('|');
}

/** What goes in and what comes out, as texts to compare. @param {Event} event */
export function content(event) {
  if (kind(event) === 'llm') {
    return { input: promptText(event), output: responseText(event) };
  }
  const { input, output } = toolName(event) ? toolData(event) : { input: event.input_data, output: event.output_data };
  return { input: text(input), output: failed(event) ? errorMessage(event) : text(output) };
}

/** @param {any} value */
function text(value) {
  const only = value && typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : [];
  if (only.length === 1 && typeof only[0] === 'string') {
    return only[0];
  }
  if (value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/**
 * Rows of steps: each run against the first, and what only other runs do placed after the step that it followed.
 * @param {Event[][]} runs @returns {Step[]}
 */
export function align(runs) {
  const [base = [], ...others] = runs.map((events) => events.map((event) => ({ event, key: signature(event), ...content(event) })));
  /** @type {(Event | null)[][]} */
  const kept = base.map((step) => [step.event, ...others.map(() => null)]);
  /** @type {Map<number, (Event | null)[][]>} rows by the base step that they follow */
  const added = new Map();
  others.forEach((other, run) => {
    const partner = new Map(commonPairs(base, other, (a, b) => (a.key !== b.key ? 0 : 2 + (a.input === b.input ? 0.5 : 0) + (a.output === b.output ? 0.5 : 0)))
      .map(([i, j]) => [j, i]));
    let after = -1;
    let offset = 0;
    other.forEach((step, j) => {
      const i = partner.get(j);
      if (i !== undefined) {
        kept[i][run + 1] = step.event;
        after = i;
        offset = 0;
        return;
      }
      const rows = added.get(after) ?? added.set(after, []).get(after) ?? [];
      // Where another run has added the same kind of step here, they share a row.
      while (offset < rows.length && !rows[offset].every((cell) => cell === null || signature(cell) === step.key)) {
        offset++;
      }
      const row = rows[offset] ?? rows[rows.push([null, ...others.map(() => null)]) - 1];
      row[run + 1] = step.event;
      offset++;
    });
  });
  const rows = [...(added.get(-1) ?? []), ...kept.flatMap((row, i) => [row, ...(added.get(i) ?? [])])];
  return rows.map((cells) => ({ cells, same: isSame(cells) }));
}

/** @param {(Event | null)[]} cells */
function isSame(cells) {
  if (cells.some((cell) => cell === null)) {
    return false;
  }
  const [first, ...rest] = /** @type {Event[]} */ (cells).map((cell) => ({ ...content(cell), failed: failed(cell), model: cell.model }));
  return rest.every((cell) => cell.input === first.input && cell.output === first.output && cell.failed === first.failed && cell.model === first.model);
}
