// SPDX-License-Identifier: Apache-2.0
import { ComparePicker } from '../components/comparepicker.js';
import { CompareFigures } from '../components/comparefigures.js';
import { CompareSteps } from '../components/comparesteps.js';
import { Failure, Loading } from '../components/states.js';
import { useTraces } from '../load/traces.js';
import { useKeys } from '../keys.js';
import { h, tags } from '../lib.js';
import { go, link, setParams } from '../router.js';
import { Icon } from '../components/icon.js';

const { button, div, h1, p } = tags;

/** Two to four sessions side by side; the first is what the others are measured against. @param {{ params: Record<string, string> }} props */
export function Compare({ params }) {
  const ids = [...new Set((params.ids ?? '').split(',').filter(Boolean))].slice(0, 4);
  const { traces, error, retry } = useTraces(ids);
  useKeys('page', { Escape: () => (params.step ? setParams({ step: null }, true) : go(link('sessions', { pick: ids.join(',') }))) });
  /** @param {string[]} next */
  const change = (next) => setParams({ ids: next.join(','), step: null });
  if (ids.length < 2) {
    return h(ComparePicker, { ids, onPick: (id) => change([...ids, id]) });
  }
  return [
    div({ class: 'list-head' }, h1(null, 'Compare'),
      button({ class: 'small', onClick: () => change([...ids.slice(1), ids[0]]) }, h(Icon, { name: 'swap' }), ids.length === 2 ? 'Swap' : 'Next as base'),
      button({ class: 'small', onClick: () => go(link('sessions', { pick: ids.join(',') })) }, 'Change the sessions')),
    error ? h(Failure, { error, title: 'A session cannot be loaded', onRetry: retry })
      : traces.some((trace) => !trace.session) ? h(Loading, { what: 'the sessions' })
        : [
          h(CompareFigures, { traces }),
          traces.some((trace) => !trace.complete) ? p({ class: 'hint', role: 'status' }, 'Loading the steps …')
            : h(CompareSteps, { traces, step: params.step, only: params.only ?? 'all' }),
        ],
  ];
}
