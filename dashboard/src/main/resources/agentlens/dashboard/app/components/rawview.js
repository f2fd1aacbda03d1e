// SPDX-License-Identifier: Apache-2.0
import { h, useMemo } from '../lib.js';
import { JsonViewer } from './jsonviewer.js';

/** The complete trace, as the API returns it. @param {{ trace: import('../load/trace.js').Trace, row?: any }} props */
export function RawView({ trace }) {
  const value = useMemo(() => ({ ...trace.session, events: trace.events }), [trace.session, trace.events]);
  return h(JsonViewer, { value, name: 'session', openTo: 2 });
}
