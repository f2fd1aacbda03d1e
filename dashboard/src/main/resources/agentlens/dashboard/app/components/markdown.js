// SPDX-License-Identifier: Apache-2.0
import { tags, useEffect, useState } from '../lib.js';

const TAGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'strong', 'em', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'br', 'hr', 'del', 'table', 'thead', 'tbody', 'tr', 'th', 'td'];

/** Loaded with the first text: most pages need neither. @type {Promise<(text: string) => any> | undefined} */
let renderer;

async function loaded() {
  const [{ marked }, { default: DOMPurify }] = await Promise.all([import('../../lib/marked.mjs'), import('../../lib/dompurify.mjs')]);
  // The bulb is missing from many fonts; the word beside it says the same. No links, images or attributes: nothing in a text can lead away or load anything.
  return (/** @type {string} */ text) => DOMPurify.sanitize(marked.parse(text.replaceAll('💡 ', ''), { async: false }), { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: [], RETURN_TRUSTED_TYPE: true });
}

/** @param {{ text: string }} props */
export function Markdown({ text }) {
  const [html, setHtml] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let current = true;
    renderer ??= loaded();
    renderer.then((render) => current && setHtml(render(text)));
    return () => {
      current = false;
    };
  }, [text]);
  return html === null ? tags.div({ class: 'markdown plain', dir: 'auto' }, text) : tags.div({ class: 'markdown', dir: 'auto', dangerouslySetInnerHTML: { __html: html } });
}
