// SPDX-License-Identifier: Apache-2.0
/** What the person should know now: one sentence for each topic, replaced by the next. */
import { observable } from './store.js';

/** @typedef {{ topic: string, text: string, tone: 'problem' | 'good' }} Notice */

const GOOD_MS = 4_000;

export const notices = observable(/** @type {Notice[]} */ ([]));

/** @param {string} topic @param {string} text */
export function problem(topic, text) {
  put({ topic, text, tone: 'problem' });
}

/** Ends the topic's problem, if there is one, and says so for a while. @param {string} topic @param {string} text */
export function solved(topic, text) {
  if (notices.get().some((notice) => notice.topic === topic && notice.tone === 'problem')) {
    say(topic, text);
  }
}

/** @param {string} topic @param {string} text */
export function say(topic, text) {
  const notice = put({ topic, text, tone: 'good' });
  const remove = () => setTimeout(() => notices.set(notices.get().filter((other) => other !== notice)), GOOD_MS);
  // News waits for someone who looks.
  document.hidden ? document.addEventListener('visibilitychange', remove, { once: true }) : remove();
}

/** @param {string} topic */
export function dismiss(topic) {
  notices.set(notices.get().filter((notice) => notice.topic !== topic));
}

/** @param {Notice} notice */
function put(notice) {
  notices.set([...notices.get().filter((other) => other.topic !== notice.topic), notice]);
  return notice;
}
