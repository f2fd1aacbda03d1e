// SPDX-License-Identifier: Apache-2.0
import { hasKey } from '../api.js';
import { h, tags } from '../lib.js';
import { CopyButton } from './copybutton.js';

const { code, div, h2, li, ol, p, pre, span } = tags;

/** What an empty system shows; the page that shows it comes alive by itself. */
export function FirstSteps() {
  const here = location.origin;
  const key = hasKey() ? ' -H "X-API-Key: $AGENTLENS_API_KEY"' : '';
  const ways = [
    ['Send an event with curl', `curl -X POST ${here}/events -H "Content-Type: application/json"${key} \\
  -d '{"events": [{"session_id": "first", "event_type": "llm_call", "model": "gpt-4o",
       "input_data": {"prompt": "Hello"}, "output_data": {"response": "Hi"}, "tokens_in": 5, "tokens_out": 3}]}'`],
    ['Point OpenTelemetry here', `export OTEL_EXPORTER_OTLP_ENDPOINT=${here}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`
      + (hasKey() ? '\nexport OTEL_EXPORTER_OTLP_HEADERS=x-api-key=$AGENTLENS_API_KEY' : '')],
    ['Look at example sessions', `./agentlens demo --url ${here}`],
  ];
  return div({ class: 'first' },
    h2(null, 'No session yet'),
    p({ class: 'faint' }, span({ class: 'pulse', 'aria-hidden': 'true' }), 'Waiting for the first event. It appears here by itself. Three ways to send it:'),
    ol(null, ways.map(([title, text]) => li({ key: title },
      div({ class: 'first-title' }, title, h(CopyButton, { text: () => text, label: `Copy: ${title}` })),
      pre({ tabIndex: 0 }, code(null, text))))));
}
