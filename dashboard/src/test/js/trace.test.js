// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align } from '../../main/resources/agentlens/dashboard/app/pure/align.js';
import { errorMessage, failed, toolName } from '../../main/resources/agentlens/dashboard/app/pure/events.js';
import { lines, search } from '../../main/resources/agentlens/dashboard/app/pure/json.js';
import { parts } from '../../main/resources/agentlens/dashboard/app/pure/steps.js';
import { extent, preorder, rows } from '../../main/resources/agentlens/dashboard/app/pure/tree.js';

const START = Date.parse('2026-02-14T10:00:00Z');

/** @param {string} id @param {number} at @param {Record<string, any>} [more] @returns {any} */
function event(id, at, more = {}) {
  return {
    event_id: id, event_type: 'span', timestamp: new Date(START + at).toISOString(), model: null, input_data: {}, output_data: {}, tokens_in: 0, tokens_out: 0,
    tool_call: null, decision_trace: null, duration_ms: null, ...more,
  };
}

/** @param {string} id @param {string} parent @param {number} at @param {number} length @param {Record<string, any>} [more] */
function span(id, parent, at, length, more = {}) {
  return event(id, at, { span_id: id, parent_span_id: parent, duration_ms: length, ...more });
}

const ids = (/** @type {any[]} */ list) => list.map((row) => row.event.event_id).join(' ');

test('spans are nested, folded and keep circles apart', () => {
  const all = rows([span('a', '', 0, 100), span('b', 'a', 10, 20), span('c', 'b', 12, 5), span('d', 'nowhere', 50, 5), span('x', 'y', 60, 1), span('y', 'x', 61, 1)]);
  assert.equal(ids(preorder(all, new Set())), 'a b c d y x');
  assert.equal(ids(preorder(all, new Set(['a']))), 'a d y x');
  assert.deepEqual(all.slice(0, 3).map((row) => row.depth), [0, 1, 2]);
});

test('an error is seen through a fold, and the critical path skips what ran meanwhile', () => {
  const all = rows([span('root', '', 0, 100), span('slow', 'root', 0, 90), span('fast', 'root', 0, 30, { event_type: 'tool_error' }), span('last', 'root', 90, 10)]);
  assert.equal(all[0].hidesError, true);
  assert.deepEqual(all.filter((row) => row.critical).map((row) => row.event.event_id), ['root', 'slow', 'last']);
});

test('events stamped at their end are drawn before it', () => {
  const ended = rows([event('a', 700, { duration_ms: 700 }), event('b', 1000, { duration_ms: 300 }), event('c', 1500, { duration_ms: 500 })]);
  assert.deepEqual(ended.map((row) => [row.start - START, row.end - START]), [[0, 700], [700, 1000], [1000, 1500]]);
  const begun = rows([event('a', 0, { duration_ms: 700 }), event('b', 700, { duration_ms: 300 })]);
  assert.deepEqual(begun.map((row) => row.start - START), [0, 700]);
  assert.deepEqual(extent([]), [0, 1]);
});

test('ten thousand nested levels and siblings need no deep recursion', () => {
  const deep = rows([...Array(10_000).keys()].map((i) => span('s' + i, i ? 's' + (i - 1) : '', i, 1)));
  assert.equal(preorder(deep, new Set()).length, 10_000);
});

test('each sentence leads to its event, in the order that the explanation is told in', () => {
  const events = [span('llm', 'agent', 5, 1, { event_type: 'llm_call', model: 'gpt-4' }), span('agent', '', 0, 20, { event_type: 'agent_call' }), span('tool', 'agent', 8, 1, { event_type: 'tool_call', tool_call: { name: 'look_up' } })];
  const flat = parts('## Agent Session: x\n\n**Step 1:** The agent made an LLM call using gpt-4.\n- Tokens: 1\n\n**Step 2:** Agent.\n\n**Step 3:** The agent called the **look\\_up** tool.\n\n### Summary\n- 1', events);
  assert.deepEqual(flat.map((part) => part.eventId), [null, 'llm', 'agent', 'tool', null]);
  const nested = parts('### What happened:\n\n* The agent **x** took 20ms.\n  - Response: "Yes"\n\n  **Step 1:** The agent made an LLM call using gpt-4.\n  - Tokens: 1\n\n  **Step 2:** The agent called the **look\\_up** tool.\n\n### Summary\n', events);
  assert.deepEqual(nested.map((part) => part.eventId), [null, 'agent', 'llm', 'tool', null]);
  assert.deepEqual(nested.map((part) => part.step), [null, null, 1, 2, null]);
  assert.equal(nested[2].text, '**Step 1:** The agent made an LLM call using gpt-4.\n- Tokens: 1\n');
  assert.equal(nested[2].depth, 1);
});

test('what was left out of a long explanation moves no step to another event', () => {
  const events = [...Array(10).keys()].map((i) => event('e' + i, i, { event_type: 'tool_call', tool_call: { name: 'tool' + i } }));
  const tell = (/** @type {number} */ i) => `**Step ${i + 1}:** The agent called the **tool${i}** tool.\n\n`;
  const told = parts(tell(0) + tell(1) + '*… 6 steps left out …*\n\n' + tell(8) + tell(9) + '### Summary\n', events);
  assert.deepEqual(told.map((part) => part.eventId), ['e0', 'e1', null, 'e8', 'e9', null]);
});

test('errors are found in every shape, with what they say', () => {
  assert.equal(errorMessage(event('e', 0, { event_type: 'tool_error', output_data: { error: 'no route' } })), 'no route');
  assert.equal(errorMessage(event('e', 0, { error: { type: 'TimeoutError', message: 'late' } })), 'TimeoutError: late');
  assert.equal(errorMessage(event('e', 0, { event_type: 'agent_error' })), 'agent error');
  assert.equal(failed(event('e', 0)), false);
  assert.equal(toolName(event('e', 0, { tool_call: [{ type: 'function', function: { name: 'f', arguments: '{}' } }] })), 'f');
});

test('runs are aligned by type and tool, and what only one does has a row of its own', () => {
  const call = (/** @type {string} */ id, /** @type {string} */ name, /** @type {any} */ input) => event(id, 0, { event_type: 'tool_call', tool_call: { tool_name: name, tool_input: input } });
  const steps = align([[call('a1', 'search', 'x'), call('a2', 'read', 'y')], [call('b1', 'search', 'x'), call('b2', 'write', 'z'), call('b3', 'read', 'other')], [call('c1', 'search', 'x'), call('c2', 'write', 'w'), call('c3', 'read', 'y')]]);
  assert.deepEqual(steps.map((step) => step.cells.map((cell) => cell?.event_id ?? '-').join(' ')), ['a1 b1 c1', '- b2 c2', 'a2 b3 c3']);
  assert.deepEqual(steps.map((step) => step.same), [true, false, false]);
});

test('JSON folds to one line and a search opens what is around a match', () => {
  const value = { a: [1, { deep: 'needle' }], b: {} };
  assert.deepEqual(lines(value, (_, depth) => depth >= 1).map((line) => line.kind), ['open', 'folded', 'folded', 'close']);
  const { found, around } = search(value, 'NEEDLE', 10);
  assert.deepEqual(found, ['$.a[1].deep']);
  assert.ok(lines(value, (path) => !around.has(path)).some((line) => line.path === '$.a[1].deep'));
});
