// SPDX-License-Identifier: Apache-2.0
/** What the server offers, by the OpenAPI document that it serves: the page works with older servers too. */

/** @type {Promise<Set<string>> | undefined} */
let paths;

/** @param {string} path as the document has it, such as `/sessions/{session_id}/conversation`; names in braces do not matter */
export async function offers(path) {
  paths ??= fetch('/openapi.json')
    .then((response) => response.json())
    .then((document) => new Set(Object.keys(document.paths).map(anonymous)))
    .catch(() => new Set());
  return (await paths).has(anonymous(path));
}

/** @param {string} path */
function anonymous(path) {
  return path.replace(/\{[^}]*}/g, '{}');
}
