// SPDX-License-Identifier: Apache-2.0
import { classes, tags } from '../lib.js';
import { line } from '../pure/format.js';
import { RANGES } from '../pure/time.js';
import { setParams } from '../router.js';

const { button, div, label, option, select, span } = tags;

/** Range, agent and model. @param {{ range: string, agent: string, model: string, data: any }} props */
export function Pickers({ range, agent, model, data }) {
  return div({ class: 'pickers' },
    picker('Agent', 'agent', agent, data.top_agents.map((/** @type {any} */ a) => a.agent_name)),
    picker('Model', 'model', model, data.model_usage.map((/** @type {any} */ m) => m.model)),
    div({ class: 'segments', role: 'group', 'aria-label': 'Range' }, Object.entries(RANGES).map(([name, { label: text }]) => button({
      key: name, class: classes('segment', range === name && 'here'), 'aria-pressed': range === name, title: text, onClick: () => setParams({ range: name === 'all' ? null : name }),
    }, name))));
}

/** @param {string} title @param {string} name @param {string} value @param {string[]} choices */
function picker(title, name, value, choices) {
  const all = value && !choices.includes(value) ? [value, ...choices] : choices;
  return label({ class: 'chip-select', key: name }, span({ class: 'sr' }, title),
    select({ value, onChange: (/** @type {any} */ e) => setParams({ [name]: e.target.value }) },
      option({ value: '' }, `All ${name}s`), all.map((choice) => option({ key: choice, value: choice, selected: choice === value }, line(choice, 48)))));
}
