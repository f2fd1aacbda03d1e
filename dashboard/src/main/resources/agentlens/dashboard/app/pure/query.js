// SPDX-License-Identifier: Apache-2.0
/** The search box of the sessions: `agent:x model:"y z" cost>0.1 errors:yes words`. */
import { milliseconds, whole } from './time.js';

/**
 * @typedef {{ field: string, op: ':' | '>' | '<', value: string }} Term
 * @typedef {{ terms: Term[], words: string }} Query
 */

/** Names that people type, and the field meant. @type {Record<string, string>} */
const FIELDS = {
  agent: 'agent', model: 'model', tool: 'tool', status: 'status', conversation: 'conversation', errors: 'errors', error: 'errors',
  from: 'from', to: 'to', since: 'since', tokens: 'tokens', duration: 'duration', cost: 'cost',
};
const STATUSES = ['active', 'completed', 'error', 'timeout'];

/** What the box may say, for its help. */
export const EXAMPLES = [
  ['agent:billing', 'the agent’s name'], ['model:gpt-4o', 'a model it called'], ['tool:web_search', 'a tool it called'],
  ['status:error', 'active, completed, error or timeout'], ['errors:yes', 'sessions with errors'], ['tokens>1000', 'tokens in all'],
  ['duration>30s', 'ms, s, m, h'], ['cost>0.1', 'US dollars'], ['since:24h', 'started in the last 24 hours'],
  ['from:2026-02-14', 'started then or later'], ['metadata.env:prod', 'a value of its metadata'],
  ['conversation:abc', 'sessions of one conversation'], ['refund', 'words in id, agent, title, metadata or errors'],
];

const PART = /(-?[a-z_]+(?:\.[^\s:<>"]+)?)([:<>])(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)/giu;

/** @param {string} text @returns {Query} */
export function parse(text) {
  /** @type {Term[]} */
  const terms = [];
  const words = [];
  for (const match of text.matchAll(PART)) {
    const name = (match[1] ?? '').toLowerCase();
    const field = name.startsWith('metadata.') ? 'metadata.' + match[1].slice(9) : FIELDS[name];
    const value = match[3] ?? match[4] ?? '';
    if (field && value) {
      terms.push({ field, op: /** @type {Term['op']} */ (match[2]), value });
    } else {
      // A quoted word may look like a filter; it must not become one when it is written back.
      words.push(match[5] === undefined ? match[0] : /[:<>]/.test(match[5]) ? `"${match[5]}"` : match[5]);
    }
  }
  return { terms, words: words.join(' ').trim() };
}

/** @param {Term} term */
export function termText(term) {
  return term.field + term.op + (/[\s"]|^$/.test(term.value) ? `"${term.value.replaceAll('"', '')}"` : term.value);
}

/** @param {Query} query */
export function format(query) {
  return [...query.terms.map(termText), query.words].filter(Boolean).join(' ');
}

/** The text with one field replaced, or removed. @param {string} text @param {string} field @param {string | null} value @param {Term['op']} [op] */
export function withTerm(text, field, value, op = ':') {
  const query = parse(text);
  const terms = query.terms.filter((term) => term.field !== field || (term.op !== op && op !== ':' && term.op !== ':'));
  return format({ ...query, terms: value === null ? terms : [...terms, { field, op, value }] });
}

/** @param {string} text @param {string} field @returns {string} the value of its first such term, or '' */
export function valueOf(text, field) {
  return parse(text).terms.find((term) => term.field === field)?.value ?? '';
}

/** A day is that day in UTC. @param {string} value @param {number} now */
function time(value, now) {
  const ago = milliseconds(value, 'h');
  const at = Number.isNaN(ago) ? Date.parse(value) : now - ago;
  return Number.isNaN(at) ? null : whole(new Date(at).toISOString());
}

/**
 * The query of GET /sessions, and the parts of it that are invalid.
 * @param {string} text @param {number} now
 * @returns {{ params: Record<string, string>, problems: string[] }}
 */
export function request(text, now) {
  const { terms, words } = parse(text);
  /** @type {Record<string, string>} */
  const params = {};
  /** @type {string[]} */
  const problems = [];
  for (const { field, op, value } of terms) {
    const number = field === 'duration' ? milliseconds(value, 's') : Number(value);
    if (field.startsWith('metadata.')) {
      params[field] = value;
    } else if (field === 'status') {
      STATUSES.includes(value) ? (params.status = value) : problems.push(`status: expected ${STATUSES.join(', ')}, not “${value}”`);
    } else if (field === 'errors') {
      params.errors = /^(no|false|0)$/i.test(value) ? 'false' : 'true';
    } else if (['from', 'to', 'since'].includes(field)) {
      const at = time(value, now);
      at ? (params[field === 'to' ? 'to' : 'from'] = at) : problems.push(`${field}: expected a time such as 2026-02-14 or 24h, not “${value}”`);
    } else if (['tokens', 'duration', 'cost'].includes(field)) {
      if (Number.isNaN(number)) {
        problems.push(`${field}: expected a number, not “${value}”`);
      } else if (field === 'cost') {
        op === '<' ? (params.max_cost_usd = String(number)) : (params.min_cost_usd = String(number));
      } else if (field === 'tokens') {
        op === '<' ? (params.max_tokens = String(number)) : (params.min_tokens = String(number));
      } else if (op === '<') {
        problems.push('duration: only duration>… can be searched');
      } else {
        params.min_duration_ms = String(number);
      }
    } else {
      params[field === 'conversation' ? 'conversation_id' : field] = value;
    }
  }
  if (words) {
    params.q = words.replaceAll('"', '');
  }
  return { params, problems };
}
