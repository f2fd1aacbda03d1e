// SPDX-License-Identifier: Apache-2.0
/** What an event is, in the words and colours of the page. */
import { line } from './format.js';

/**
 * An event as GET /sessions/:id has it; what a server does not give is undefined.
 * @typedef {{ event_id: string, event_type: string, timestamp: string, model: string | null, input_data: any, output_data: any,
 *   tokens_in: number, tokens_out: number, tool_call: any, decision_trace: any, duration_ms: number | null, span_id?: string,
 *   parent_span_id?: string, name?: string, error?: any, cost_usd?: number | null, [field: string]: any }} Event
 * @typedef {'llm' | 'tool' | 'agent' | 'search' | 'decision' | 'error' | 'other'} Kind
 */

/** @type {Record<string, Kind>} */
const KINDS = {
  llm_call: 'llm', tool_call: 'tool', tool_error: 'tool', agent_call: 'agent', chain: 'agent', handoff: 'agent', embedding: 'search',
  retrieval: 'search', decision: 'decision', guardrail: 'decision', error: 'error', agent_error: 'error',
};

/** Kinds with their names, in the order of the legend. @type {[Kind, string][]} */
export const KIND_NAMES = [
  ['llm', 'Model call'], ['tool', 'Tool call'], ['agent', 'Agent or chain'], ['search', 'Retrieval or embedding'],
  ['decision', 'Decision or guardrail'], ['error', 'Error'], ['other', 'Other'],
];

/** @param {Event} event @returns {Kind} */
export function kind(event) {
  return KINDS[event.event_type] ?? 'other';
}

const ERROR_TYPES = new Set(['error', 'agent_error', 'tool_error']);

/** @param {Event} event */
export function failed(event) {
  return ERROR_TYPES.has(event.event_type) || (event.error !== undefined && event.error !== null && event.error !== false);
}

/** The first call's name, in the shapes that the API accepts. @param {Event} event @returns {string | null} */
export function toolName(event) {
  const call = Array.isArray(event.tool_call) ? event.tool_call[0] : event.tool_call;
  const name = call?.tool_name ?? call?.function?.name ?? call?.name;
  return typeof name === 'string' && name ? name : null;
}

/** @param {Event} event @returns {{ input: any, output: any }} of its tool call */
export function toolData(event) {
  const call = Array.isArray(event.tool_call) ? event.tool_call[0] : event.tool_call;
  return {
    input: parsed(call?.tool_input ?? call?.input ?? call?.args ?? call?.arguments ?? call?.function?.arguments),
    output: parsed(call?.tool_output ?? call?.output ?? call?.result),
  };
}

/** JSON that a string holds. @param {any} value */
export function parsed(value) {
  if (typeof value === 'string' && /^\s*[[{]/.test(value) && value.length < 1_000_000) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

/** @param {Event} event */
export function label(event) {
  const tool = toolName(event);
  if (tool && kind(event) === 'tool') {
    return tool;
  }
  return line(String((kind(event) === 'llm' && event.model) || event.name || tool || event.event_type.replaceAll('_', ' ')), 120);
}

/** @param {Event} event @returns {string} what went wrong; '' where nothing did or nothing is said */
export function errorMessage(event) {
  if (!failed(event)) {
    return '';
  }
  const from = [event.error, event.output_data?.error, event.output_data, event.input_data?.error, event.input_data, toolData(event).output,
    event.metadata];
  for (const value of from) {
    const found = messageIn(value);
    if (found) {
      return found;
    }
  }
  return event.event_type.replaceAll('_', ' ');
}

/** @param {any} value @returns {string} */
function messageIn(value) {
  if (typeof value === 'string') {
    return value;
  }
  if (!value || typeof value !== 'object') {
    return '';
  }
  for (const name of ['message', 'error_message', 'error', 'detail', 'reason', 'stderr']) {
    const found = messageIn(value[name]);
    if (found) {
      return typeof value.type === 'string' && name === 'message' && !found.startsWith(value.type) ? value.type + ': ' + found : found;
    }
  }
  return typeof value.type === 'string' && Object.keys(value).length <= 2 ? value.type : '';
}

/** @param {Event} event @returns {string} why, as the agent said it */
export function reasoning(event) {
  const trace = event.decision_trace;
  const text = typeof trace === 'string' ? trace : trace?.reasoning ?? trace?.reason ?? trace?.rationale;
  return typeof text === 'string' ? text : '';
}
