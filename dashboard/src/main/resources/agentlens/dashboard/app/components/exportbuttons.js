// SPDX-License-Identifier: Apache-2.0
import { hasKey, request } from '../api.js';
import { problem } from '../notices.js';
import { tags } from '../lib.js';

const { a, div, details, summary } = tags;

/** @param {{ id: string }} props */
export function ExportButtons({ id }) {
  return details({ class: 'menu' }, summary({ class: 'button small' }, 'Export'),
    div({ class: 'menu-items' }, ['json', 'csv', 'ndjson'].map((format) => {
      const href = `/sessions/${encodeURIComponent(id)}/export?format=${format}`;
      return a({ key: format, href, download: '', onClick: (/** @type {any} */ e) => {
        e.currentTarget.closest('details').removeAttribute('open');
        return hasKey() && withKey(e, href);
      } }, format.toUpperCase());
    })));
}

/** A link cannot carry the key. @param {Event} event @param {string} href */
async function withKey(event, href) {
  event.preventDefault();
  try {
    const response = await request(href);
    const url = URL.createObjectURL(await response.blob());
    const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'agentlens-export';
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    problem('export', `The export failed: ${error instanceof Error ? error.message : error}. Try again.`);
  }
}
