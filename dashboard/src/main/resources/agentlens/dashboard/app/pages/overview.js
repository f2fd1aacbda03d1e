// SPDX-License-Identifier: Apache-2.0
import { BarList } from '../components/barlist.js';
import { FirstSteps } from '../components/firststeps.js';
import { Hours } from '../components/hours.js';
import { Latency } from '../components/latency.js';
import { OverviewFigures } from '../components/overviewfigures.js';
import { Pickers } from '../components/pickers.js';
import { RecentFailures } from '../components/recentfailures.js';
import { Failure, Loading } from '../components/states.js';
import { UsageCharts } from '../components/usagecharts.js';
import { useAnalytics } from '../load/analytics.js';
import { h, tags } from '../lib.js';
import { compact, count, money, plural } from '../pure/format.js';
import { withTerm } from '../pure/query.js';
import { RANGES } from '../pure/time.js';
import { sessionsLink } from '../router.js';

const { div, h1, p } = tags;

/** @param {{ params: Record<string, string> }} props */
export function Overview({ params }) {
  const range = /** @type {keyof typeof RANGES} */ (params.range in RANGES ? params.range : 'all');
  const { agent = '', model = '' } = params;
  const { data, from, error, retry } = useAnalytics(range, agent, model);
  if (!data) {
    return error ? h(Failure, { error, title: 'The overview cannot be loaded', onRetry: retry }) : h(Loading, { what: 'the overview' });
  }
  if (data.overview.total_sessions === 0 && range === 'all' && !agent && !model) {
    return [h1({ class: 'sr' }, 'Overview'), h(FirstSteps, null)];
  }
  /** The search for the sessions behind a number. @param {Record<string, string>} [terms] */
  const base = (terms = {}) => {
    const all = { ...(agent && { agent }), ...(model && { model }), ...(from && data.usage_over_time && { from }), ...terms };
    return Object.entries(all).reduce((q, [name, value]) => withTerm(q, name, value), '');
  };
  /** @param {Record<string, string>} [terms] @param {Record<string, string>} [more] */
  const to = (terms, more) => sessionsLink(base(terms), more);
  const tools = data.tools ?? [];
  return [
    div({ class: 'list-head' }, h1(null, 'Overview'), h(Pickers, { range, agent, model, data })),
    error && p({ class: 'hint', role: 'status' }, 'These figures may be old: ', String(error.message)),
    !data.usage_over_time && (range !== 'all' || agent || model) && p({ class: 'hint' }, 'This server gives totals of all time only.'),
    h(OverviewFigures, { data, to }),
    h(UsageCharts, { data, range, from, to }),
    div({ class: 'cards' },
      h(BarList, {
        title: 'Agents', unit: 'tokens', empty: 'No agent in this range',
        items: data.top_agents.map((/** @type {any} */ a) => ({
          name: a.agent_name, value: a.total_tokens, text: compact(a.total_tokens), note: [plural(a.session_count, 'session'), costOf(data.cost?.by_agent, 'agent_name', a.agent_name)].filter(Boolean).join(', '), href: to({ agent: a.agent_name }),
        })),
      }),
      h(BarList, {
        title: 'Models', unit: 'tokens', empty: 'No model call in this range',
        items: data.model_usage.map((/** @type {any} */ m) => ({
          name: m.model, value: m.total_tokens, text: compact(m.total_tokens), note: [plural(m.call_count, 'call'), costOf(data.cost?.by_model, 'model', m.model)].filter(Boolean).join(', '), href: to({ model: m.model }),
        })),
      }),
      data.latency && h(Latency, { rows: data.latency.by_model, to }),
      data.tools && h(BarList, {
        title: 'Tools', unit: 'calls', empty: 'No tool call in this range',
        items: tools.map((/** @type {any} */ t) => ({ name: t.tool, value: t.calls, bad: t.errors, text: count(t.calls), note: t.errors ? `${count(t.errors)} failed` : '', href: to({ tool: t.tool, ...(t.errors && { errors: 'yes' }) }) })),
      }),
      h(RecentFailures, { q: base({}), to }),
      h(Hours, { hours: data.hourly_activity, to }),
      h(BarList, {
        title: 'Events', unit: 'events', empty: 'No event in this range',
        items: data.event_types.map((/** @type {any} */ t) => ({ name: t.event_type, value: t.count, text: count(t.count), note: '', href: /error/.test(t.event_type) ? to({ errors: 'yes' }) : to() })),
      })),
  ];
}

/** @param {any[] | undefined} costs @param {string} field @param {string} name */
function costOf(costs, field, name) {
  const found = costs?.find((entry) => entry[field] === name);
  return !found ? '' : found.unpriced_tokens && !found.cost_usd ? 'no price' : money(found.cost_usd);
}
