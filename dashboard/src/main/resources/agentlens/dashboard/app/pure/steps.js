// SPDX-License-Identifier: Apache-2.0
/** Which part of an explanation is about which event. */
import { kind, toolName } from './events.js';
import { preorder, rows } from './tree.js';

/**
 * @typedef {import('./events.js').Event} Event
 * @typedef {{ text: string, depth: number, told: boolean, step: number | null, eventId: string | null }} Part Markdown; told: about an event,
 *   which has a number unless it is what others ran within
 */

/** A step, or what steps ran within: `* The agent **x** took 4.8s.` */
const TOLD = /^(\s*)(?:\*\*Step (\d+):\*\*|\* )/;
const LEFT_OUT = /^\*?….* left out/;

/**
 * @param {string} explanation @param {Event[]} events of the complete trace
 * @returns {Part[]} in the explanation's order
 */
export function parts(explanation, events) {
  const split = splitParts(explanation);
  const gap = split.findIndex((part) => LEFT_OUT.test(part.text));
  const head = split.slice(0, gap < 0 ? split.length : gap).filter((part) => part.told);
  const tail = gap < 0 ? [] : split.slice(gap).filter((part) => part.told);
  name(head, events.slice(0, head.length));
  name(tail, events.slice(events.length - tail.length));
  return split;
}

/** @param {string} explanation @returns {Part[]} */
function splitParts(explanation) {
  /** @type {{ lines: string[], depth: number, told: boolean, step: number | null }[]} */
  const found = [{ lines: [], depth: 0, told: false, step: null }];
  for (const line of explanation.split('\n')) {
    const told = TOLD.exec(line);
    if (told) {
      found.push({ lines: [line], depth: Math.floor(told[1].length / 2), told: true, step: told[2] ? Number(told[2]) : null });
    } else if (/^#{1,6} /.test(line) || LEFT_OUT.test(line)) {
      found.push({ lines: [line], depth: 0, told: false, step: null });
    } else {
      found[found.length - 1].lines.push(line);
    }
  }
  return found.map(({ lines, ...part }) => ({ ...part, text: outdented(lines, part.depth), eventId: null })).filter((part) => part.text.trim() !== '');
}

/** As a block of its own. @param {string[]} lines @param {number} depth */
function outdented(lines, depth) {
  const indent = new RegExp(`^ {0,${depth * 2}}`);
  const [first, ...rest] = lines.map((line) => line.replace(indent, ''));
  return first?.startsWith('* ') ? [first.slice(2), '', ...rest.map((line) => line.replace(/^ {2}/, ''))].join('\n') : [first, ...rest].join('\n');
}

/**
 * Steps are in the order of the trace, or nested by what they ran in: whichever fits their text.
 * @param {Part[]} told @param {Event[]} events those that they are about
 */
function name(told, events) {
  const nested = preorder(rows(events), new Set()).map((row) => row.event);
  /** @param {Event[]} order */
  const misfits = (order) => told.filter((part, i) => order[i] && !fits(part.text, order[i])).length;
  const order = misfits(nested) <= misfits(events) ? nested : events;
  told.forEach((part, i) => {
    part.eventId = order[i]?.event_id ?? null;
  });
}

/** @param {string} text @param {Event} event */
function fits(text, event) {
  const first = text.split('\n', 1)[0].replaceAll('\\', '');
  if (/made an LLM call/.test(first)) {
    return kind(event) === 'llm' && (!event.model || first.includes(event.model));
  }
  if (/called the \*\*/.test(first)) {
    const tool = toolName(event);
    return tool !== null && first.includes(tool);
  }
  return kind(event) !== 'llm';
}
