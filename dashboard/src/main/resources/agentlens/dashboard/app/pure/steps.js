// SPDX-License-Identifier: Apache-2.0
/** Which part of an explanation is about which event. */
import { kind, toolName } from './events.js';
import { preorder } from './tree.js';

/** @typedef {{ text: string, step: number | null, eventId: string | null }} Part Markdown; parts without a step are about the session */

const STEP = /^(\s*(?:[-*+]|\d+[.)])?\s*)\*\*Step ([\d.]+):\*\*/;

/**
 * @param {string} explanation @param {import('./tree.js').Row[]} rows of all events of the trace
 * @returns {Part[]} in the explanation's order
 */
export function parts(explanation, rows) {
  const split = splitSteps(explanation);
  const order = likeliestOrder(split, rows);
  return split.map((part) => ({ ...part, eventId: part.step === null ? null : (order[part.step - 1]?.event_id ?? null) }));
}

/** @param {string} explanation @returns {{ text: string, step: number | null }[]} */
function splitSteps(explanation) {
  /** @type {{ lines: string[], step: number | null }[]} */
  const found = [{ lines: [], step: null }];
  let count = 0;
  for (const text of explanation.split('\n')) {
    const step = STEP.exec(text);
    if (step) {
      count++;
      const number = Number(step[2]);
      found.push({ lines: [text], step: Number.isInteger(number) ? number : count });
    } else if (/^#{1,6} /.test(text) || /^\S.*steps? (?:are |were )?left out|^…/.test(text)) {
      found.push({ lines: [text], step: null });
    } else {
      found[found.length - 1].lines.push(text);
    }
  }
  return found.map(({ lines, step }) => ({ text: outdented(lines), step })).filter((part) => part.text.trim() !== '');
}

/** A nested item, as a block of its own. @param {string[]} lines */
function outdented(lines) {
  const marker = STEP.exec(lines[0])?.[1] ?? '';
  return marker
    ? [lines[0].slice(marker.length), ...lines.slice(1).map((text) => text.replace(new RegExp(`^\\s{0,${marker.length}}`), ''))].join('\n')
    : lines.join('\n');
}

/**
 * Steps are told in the order of the trace, or parents before children: whichever fits what they say.
 * @param {{ text: string, step: number | null }[]} split @param {import('./tree.js').Row[]} rows
 */
function likeliestOrder(split, rows) {
  const inTime = rows.map((row) => row.event);
  const nested = preorder(rows, new Set()).map((row) => row.event);
  /** @param {import('./events.js').Event[]} order */
  const misfits = (order) => split.filter((part) => part.step !== null && order[part.step - 1] && !fits(part.text, order[part.step - 1])).length;
  return misfits(nested) < misfits(inTime) ? nested : inTime;
}

/** @param {string} text @param {import('./events.js').Event} event */
function fits(text, event) {
  const first = text.split('\n', 1)[0];
  if (/made an LLM call/.test(first)) {
    return kind(event) === 'llm' && (!event.model || first.replaceAll('\\', '').includes(event.model));
  }
  if (/called the \*\*/.test(first)) {
    const tool = toolName(event);
    return tool !== null && first.replaceAll('\\', '').includes(tool);
  }
  return kind(event) !== 'llm';
}
