// SPDX-License-Identifier: Apache-2.0
/** What of a search the server does not do: costs, and everything else where it is older than its filters. */
import { request } from './query.js';

/**
 * @template {Record<string, any>} T
 * @param {T[]} items @param {string} q @returns {T[]}
 */
export function kept(items, q) {
  const { params, cost } = request(q, Date.now());
  return items.filter((item) => {
    if (cost.above !== undefined && !(item.cost_usd > cost.above)) {
      return false;
    }
    if (cost.below !== undefined && !(item.cost_usd !== null && item.cost_usd < cost.below)) {
      return false;
    }
    return item.event_count !== undefined || matches(item, params);
  });
}

/** @param {any} item @param {Record<string, string>} params */
function matches(item, params) {
  const text = JSON.stringify([item.session_id, item.agent_name, item.metadata]).toLowerCase();
  const tokens = item.total_tokens_in + item.total_tokens_out;
  return (!params.agent || item.agent_name === params.agent)
    && (!params.min_tokens || tokens >= Number(params.min_tokens))
    && (!params.max_tokens || tokens <= Number(params.max_tokens))
    && (!params.from || item.started_at >= params.from)
    && (!params.to || item.started_at <= params.to)
    && (params.q ?? '').toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
