// SPDX-License-Identifier: Apache-2.0
import { useKeys } from '../keys.js';
import { classes, h, tags, useMemo } from '../lib.js';
import { align } from '../pure/align.js';
import { failed, kind, label } from '../pure/events.js';
import { count, duration, plural } from '../pure/format.js';
import { setParams } from '../router.js';
import { CompareDetail } from './comparedetail.js';
import { Icon } from './icon.js';
import { Virtual } from './virtual.js';

const { button, div, h2, section, span } = tags;
const LETTERS = 'ABCD';

/**
 * The steps of all runs, aligned; the one that is picked shows what differs.
 * @param {{ traces: import('../load/trace.js').Trace[], step?: string, only: string }} props
 */
export function CompareSteps({ traces, step, only }) {
  const steps = useMemo(() => align(traces.map((trace) => trace.events)), [traces.map((trace) => trace.session.session_id + trace.events.length).join()]);
  const shown = useMemo(() => steps.map((s, number) => ({ ...s, number })).filter((s) => only === 'all' || !s.same), [steps, only]);
  const at = step === undefined ? -1 : shown.findIndex((s) => s.number === Number(step));
  const same = steps.filter((s) => s.same).length;
  const shared = steps.filter((s) => s.cells.every((cell) => cell !== null)).length;
  /** @param {number} by @param {(s: { same: boolean }) => boolean} wanted */
  const move = (by, wanted) => {
    for (let i = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by; i >= 0 && i < shown.length; i += by) {
      if (wanted(shown[i])) {
        setParams({ step: shown[i].number }, true);
        return;
      }
    }
  };
  useKeys('part', { j: () => move(1, () => true), ArrowDown: () => move(1, () => true), k: () => move(-1, () => true), ArrowUp: () => move(-1, () => true), e: () => move(1, (s) => !s.same), E: () => move(-1, (s) => !s.same) });
  return section({ class: 'compare-steps', 'aria-label': 'Steps' },
    div({ class: 'compare-steps-head' }, h2(null, 'Steps'),
      span({ class: 'faint' }, `${plural(shared, 'step')} in all runs, ${count(same)} of them the same; ${count(steps.length - shared)} in some only`),
      div({ class: 'segments tools-end', role: 'group', 'aria-label': 'Steps shown' }, [['all', 'all'], ['different', 'different only']].map(([name, text]) => button({
        key: name, class: classes('segment', only === name && 'here'), 'aria-pressed': only === name, onClick: () => setParams({ only: name === 'all' ? null : name }, true),
      }, text)))),
    div({ class: classes('compare-body', at >= 0 && 'with-panel') },
      h(Virtual, {
        class: 'compare-rows', label: 'Aligned steps', count: shown.length, rowHeight: 32, reveal: at,
        render: (index) => h(StepRow, { key: shown[index].number, step: shown[index], isSelected: index === at }),
      }),
      at >= 0 && h(CompareDetail, { step: shown[at], traces, onClose: () => setParams({ step: null }, true) })));
}

/** @param {{ step: import('../pure/align.js').Step & { number: number }, isSelected: boolean }} props */
function StepRow({ step, isSelected }) {
  const mark = step.same ? ['=', 'same'] : step.cells.every((cell) => cell !== null) ? ['≠', 'differs'] : ['+', 'only in some'];
  return button({
    class: classes('step-row', 'cells-' + step.cells.length, isSelected && 'selected', step.same && 'same'), 'data-number': step.number, 'aria-current': isSelected ? 'true' : undefined,
    onClick: () => setParams({ step: step.number }, true),
  },
  span({ class: 'step-mark mark-' + mark[1].split(' ')[0], title: mark[1] }, mark[0], span({ class: 'sr' }, mark[1])),
  step.cells.map((event, i) => event === null ? span({ key: i, class: 'step-cell gap' }, span({ class: 'sr' }, `not in ${LETTERS[i]}`))
    : span({ key: i, class: classes('step-cell', 'kind-' + kind(event), failed(event) && 'failed') },
      h(Icon, { name: failed(event) ? 'error' : kind(event), label: failed(event) ? 'failed' : undefined }), span({ class: 'step-label', dir: 'auto' }, label(event)),
      span({ class: 'faint step-time' }, event.duration_ms === null ? '' : duration(event.duration_ms)))));
}
