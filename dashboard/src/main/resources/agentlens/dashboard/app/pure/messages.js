// SPDX-License-Identifier: Apache-2.0
/** The prompt and the response of an event, for a comparison and a headline. The server reads far more shapes. */
import { parsed } from './events.js';

/**
 * @typedef {{ id?: string, name: string, arguments: any, result?: any, error?: any }} Call
 * @typedef {{ role: string, text: string, reasoning?: string, tool_calls?: Call[], attachments?: string[], event_id: string, timestamp: string,
 *   model?: string | null }} Message
 */

/** @param {any} content @returns {{ text: string, attachments: string[] }} */
function contentOf(content) {
  if (content === null || content === undefined) {
    return { text: '', attachments: [] };
  }
  if (typeof content === 'string') {
    return { text: content, attachments: [] };
  }
  if (Array.isArray(content)) {
    const parts = content.map(contentOf);
    return { text: parts.map((p) => p.text).filter(Boolean).join('\n'), attachments: parts.flatMap((p) => p.attachments) };
  }
  const type = String(content.type ?? '');
  if (/image|audio|file|document/.test(type) && !content.text) {
    return { text: '', attachments: [`[${content.media_type ?? content.source?.media_type ?? type}]`] };
  }
  for (const name of ['text', 'content', 'parts', 'response', 'completion', 'message', 'output_text']) {
    if (content[name] !== undefined && content[name] !== null) {
      return contentOf(content[name]);
    }
  }
  return type ? { text: '', attachments: [] } : { text: Object.keys(content).length ? JSON.stringify(content) : '', attachments: [] };
}

/** @param {any} input @returns {{ role: string, text: string, attachments: string[] }[]} */
export function inputMessages(input) {
  const data = parsed(input);
  const list = Array.isArray(data) ? data : data?.messages ?? data?.input ?? data?.contents ?? data?.prompt ?? (data?.system ? [] : data);
  const system = data && !Array.isArray(data) && data.system ? [{ role: 'system', content: data.system }] : [];
  const items = Array.isArray(list) ? list : [{ role: 'user', content: list }];
  return [...system, ...items]
    .map((item) => ({ role: String(item?.role ?? 'user'), ...contentOf(item?.content ?? item?.parts ?? item) }))
    .filter((message) => message.text || message.attachments.length > 0);
}

/** @param {any} output @returns {{ text: string, attachments: string[] }} */
export function outputMessage(output) {
  const data = parsed(output);
  const choice = data?.choices?.[0]?.message ?? data?.candidates?.[0]?.content ?? (Array.isArray(data?.messages) ? data.messages.at(-1) : undefined);
  return contentOf(choice?.content ?? choice?.parts ?? choice ?? data?.response ?? data);
}

/** The last that the call adds. @param {import('./events.js').Event} event */
export function promptText(event) {
  return inputMessages(event.input_data).at(-1)?.text ?? '';
}

/** @param {import('./events.js').Event} event */
export function responseText(event) {
  return outputMessage(event.output_data).text;
}
