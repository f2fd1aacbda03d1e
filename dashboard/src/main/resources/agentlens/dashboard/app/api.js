// SPDX-License-Identifier: Apache-2.0
/** The public HTTP API: the key, the limit, and errors that say what to do. */
import { dismiss, problem, solved } from './notices.js';
import { kept, observable } from './store.js';

const KEY = kept('sessionStorage', 'agentlens.key');

/** Whether a key is required, and why. */
export const keyRequest = observable(/** @type {{ rejected: boolean } | null} */ (null));

/** Share of the last budget seen that is left, 1 where there is no limit. */
export const budget = observable(1);

/** @type {(() => void)[]} */
let waitingForKey = [];

export class ApiError extends Error {
  /** @param {number} status 0 where no response came @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {string} key kept for this tab */
export function useKey(key) {
  KEY.write(key);
  keyRequest.set(null);
  const waiting = waitingForKey;
  waitingForKey = [];
  waiting.forEach((go) => go());
}

/** Whether a link that cannot carry a key is enough. */
export function hasKey() {
  return Boolean(KEY.read());
}

/** @returns {Record<string, string>} */
export function keyHeader() {
  const key = KEY.read();
  return key ? { 'X-API-Key': key } : {};
}

/** @param {string} path @param {Record<string, string | number | undefined>} [params] @param {AbortSignal} [signal] @returns {Promise<any>} */
export async function get(path, params = {}, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const response = await request(path + (query.size > 0 ? '?' + query : ''), signal);
  return response.json();
}

/** Retries after a limit and after a key was given. @param {string} url @param {AbortSignal} [signal] @returns {Promise<Response>} */
export async function request(url, signal) {
  for (;;) {
    const key = KEY.read();
    const response = await send(url, key, signal);
    noteBudget(response);
    // 403: a key that may only send events.
    if (response.status === 401 || response.status === 403) {
      await askForKey(key);
    } else if (response.status === 429) {
      await waitForLimit(url, response, signal);
    } else if (!response.ok) {
      throw new ApiError(response.status, await message(response));
    } else {
      solved('connection', 'AgentLens responds again.');
      solved(limitOf(url), 'The limit has passed: loading works again.');
      dismissKeyProblem(key);
      return response;
    }
  }
}

/** @param {string} url @param {string | null} key @param {AbortSignal} [signal] */
async function send(url, key, signal) {
  try {
    return await fetch(url, { headers: key ? { 'X-API-Key': key } : {}, signal });
  } catch (e) {
    if (signal?.aborted) {
      throw e;
    }
    problem('connection', `AgentLens does not respond at ${location.host}. Check that it runs; this page tries again by itself.`);
    throw new ApiError(0, 'No response');
  }
}

/** @param {Response} response */
function noteBudget(response) {
  const [limit, left] = ['RateLimit-Limit', 'RateLimit-Remaining'].map((name) => response.headers.get(name));
  if (limit && left) {
    budget.set(Number(left) / Math.max(1, Number(limit)));
  }
}

/** One question for all requests that wait. @param {string | null} rejected */
async function askForKey(rejected) {
  if (rejected !== null && KEY.read() !== rejected) {
    return;
  }
  keyRequest.set({ rejected: Boolean(rejected) });
  await new Promise((go) => waitingForKey.push(() => go(undefined)));
}

/** @param {string | null} key */
function dismissKeyProblem(key) {
  if (key === KEY.read() && keyRequest.get()) {
    keyRequest.set(null);
  }
}

/** Each group of routes has a limit of its own. @param {string} url */
function limitOf(url) {
  return 'limit of /' + url.split(/[/?]/)[1];
}

/** @param {string} url @param {Response} response @param {AbortSignal} [signal] */
async function waitForLimit(url, response, signal) {
  const seconds = Math.max(1, Number(response.headers.get('Retry-After') ?? 5));
  const limit = response.headers.get('RateLimit-Limit');
  problem(limitOf(url), `The ${limitOf(url)}${limit ? `, ${limit} requests a minute,` : ''} is reached. Loading goes on by itself in ${seconds} s.`);
  await new Promise((go, stop) => {
    const timer = setTimeout(go, seconds * 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      stop(new DOMException('Aborted', 'AbortError'));
    });
  });
}

/** @param {Response} response */
async function message(response) {
  try {
    const body = await response.json();
    return typeof body.error === 'string' ? body.error : response.statusText;
  } catch {
    return response.statusText || `Status ${response.status}`;
  }
}

/** What a person can do about an error. @param {any} error */
export function advice(error) {
  if (!(error instanceof ApiError)) {
    return 'This is a fault of the page. Reload it; if it happens again, please report it.';
  }
  switch (error.status) {
    case 0: return 'Check that AgentLens runs and can be reached from here. The page tries again by itself.';
    case 400: return 'Change the search or the address so that it is valid.';
    case 404: return 'It may have been erased, or its events have not arrived yet. Check the id.';
    case 503: return 'The database or the log cannot be reached just now. The page tries again by itself.';
    default: return 'Try again. If it happens again, the server’s log says more.';
  }
}

export { dismiss };
