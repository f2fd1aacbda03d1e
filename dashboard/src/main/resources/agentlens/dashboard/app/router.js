// SPDX-License-Identifier: Apache-2.0
/** The state of the page in its address: `#/sessions?q=errors:yes`. */
import { observable } from './store.js';

/** @typedef {{ page: string, id: string, params: Record<string, string> }} Route */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page, ...rest] = path.split('/');
  return { page: page || 'overview', id: decoded(rest.join('/')), params: Object.fromEntries(new URLSearchParams(query)) };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} page @param {Record<string, string | number | null | undefined>} [params] @param {string} [id] */
export function link(page, params = {}, id = '') {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(name, String(value));
    }
  }
  const path = page === 'overview' ? '' : page;
  return `#/${path}${id ? '/' + encodeURIComponent(id) : ''}${query.size > 0 ? '?' + query : ''}`;
}

export const route = observable(parseRoute(location.hash));
window.addEventListener('hashchange', () => route.set(parseRoute(location.hash)));

/** @param {string} hash @param {boolean} [replace] without a step for the back button */
export function go(hash, replace = false) {
  if (hash === (location.hash || '#/')) {
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', hash);
  route.set(parseRoute(hash));
}

/** Changes some parameters of the page that is shown. @param {Record<string, string | number | null | undefined>} changes @param {boolean} [replace] */
export function setParams(changes, replace = false) {
  const { page, id, params } = route.get();
  go(link(page, { ...params, ...changes }, id), replace);
}

/** @param {string} id @param {Record<string, string>} [params] */
export function sessionLink(id, params = {}) {
  return link('session', params, id);
}

/** @param {string} q @param {Record<string, string>} [params] */
export function sessionsLink(q, params = {}) {
  return link('sessions', { q, ...params });
}
window.addEventListener('popstate', () => route.set(parseRoute(location.hash)));
