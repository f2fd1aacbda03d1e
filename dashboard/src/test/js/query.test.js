// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, parse, request, valueOf, withTerm } from '../../main/resources/agentlens/dashboard/app/pure/query.js';

const NOW = Date.parse('2026-02-14T12:00:00Z');

test('every field of the box becomes a parameter of the API', () => {
  const text = 'agent:billing model:"gpt 4o" tool:web status:error errors:yes tokens>10 tokens<99 duration>1.5s cost>0.1 cost<2 since:24h metadata.env:prod conversation:c1 refund now';
  assert.deepEqual(request(text, NOW), {
    params: {
      agent: 'billing', model: 'gpt 4o', tool: 'web', status: 'error', errors: 'true', min_tokens: '10', max_tokens: '99', min_duration_ms: '1500',
      min_cost_usd: '0.1', max_cost_usd: '2',
      from: '2026-02-13T12:00:00Z', 'metadata.env': 'prod', conversation_id: 'c1', q: 'refund now',
    },
    problems: [],
  });
});

test('what cannot be asked is said, and what is no filter is a word', () => {
  const { params, problems } = request('status:lost from:someday tokens>many http://example.org agent:', NOW);
  assert.equal(problems.length, 3);
  assert.deepEqual(params, { q: 'http://example.org agent:' });
});

test('a field is replaced, added and removed without touching the others', () => {
  assert.equal(withTerm('errors:yes word', 'status', 'error'), 'errors:yes status:error word');
  assert.equal(withTerm('status:error word', 'status', 'active'), 'status:active word');
  assert.equal(withTerm('status:error word', 'status', null), 'word');
  assert.equal(valueOf(withTerm('', 'agent', 'two words'), 'agent'), 'two words');
});

test('what is parsed is written back as it was meant', () => {
  for (const text of ['a b', 'agent:"x y" cost>0.1 z', '"agent:x"', 'metadata.a.b:c', '<script>alert(1)</script>']) {
    assert.deepEqual(parse(format(parse(text))).terms, parse(text).terms);
  }
});
