// SPDX-License-Identifier: Apache-2.0
/**
 * Server-Sent Events, by fetch, which can send a key. What they carry is only a reason to look: the API's lists remain the one
 * truth. All views that follow the same path share a connection, since a browser opens few to one host; a hidden tab has none.
 */
import { keyHeader } from './api.js';

const SHORTEST = 1_000;
const LONGEST = 60_000;

/** @type {Map<string, Stream>} */
const STREAMS = new Map();

/** @typedef {{ connected: () => boolean }} Subscription */

/**
 * @param {string} path @param {() => void} listener called when events arrive @param {AbortSignal} signal ends it
 * @returns {Subscription}
 */
export function follow(path, listener, signal) {
  let stream = STREAMS.get(path);
  if (!stream) {
    stream = new Stream(path);
    STREAMS.set(path, stream);
  }
  stream.add(listener);
  signal.addEventListener('abort', () => stream.remove(listener));
  return { connected: () => stream.connected };
}

class Stream {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.connected = false;
    this.lastId = '';
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.control = new AbortController();
    document.addEventListener('visibilitychange', () => this.restart(), { signal: this.control.signal });
    this.connection = new AbortController();
    this.run();
  }

  /** @param {() => void} listener */
  add(listener) {
    this.listeners.add(listener);
  }

  /** @param {() => void} listener */
  remove(listener) {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) {
      STREAMS.delete(this.path);
      this.control.abort();
      this.connection.abort();
    }
  }

  restart() {
    this.connection.abort();
    this.connection = new AbortController();
    this.run();
  }

  async run() {
    const { signal } = this.connection;
    let pause = SHORTEST;
    if (document.hidden) {
      return;
    }
    while (!signal.aborted) {
      try {
        await this.read(signal);
        pause = SHORTEST;
      } catch {
        pause = Math.min(LONGEST, pause * 2);
      }
      this.connected = false;
      await new Promise((go) => setTimeout(go, pause));
    }
  }

  /** Until the server ends it. @param {AbortSignal} signal */
  async read(signal) {
    const response = await fetch(this.path, { headers: { ...keyHeader(), ...(this.lastId ? { 'Last-Event-ID': this.lastId } : {}) }, signal });
    if (!response.ok || !response.body) {
      // A position of a log that was replaced is of no use.
      this.lastId = '';
      throw new Error(`Status ${response.status}`);
    }
    this.connected = true;
    // What arrived since the last look is not in the stream.
    this.tell();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop() ?? '';
      this.take(lines);
    }
  }

  /** @param {string[]} lines */
  take(lines) {
    const ids = lines.filter((line) => line.startsWith('id: '));
    this.lastId = ids.length > 0 ? ids[ids.length - 1].slice(4) : this.lastId;
    if (lines.some((line) => line.startsWith('data: '))) {
      this.tell();
    }
  }

  tell() {
    this.listeners.forEach((listener) => listener());
  }
}
