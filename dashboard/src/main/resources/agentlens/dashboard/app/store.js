// SPDX-License-Identifier: Apache-2.0
/** Values that views watch, and what the browser keeps. */
import { useEffect, useState } from './lib.js';

/**
 * @template T
 * @param {T} first
 */
export function observable(first) {
  let value = first;
  /** @type {Set<(value: T) => void>} */
  const watchers = new Set();
  return {
    get: () => value,
    /** @param {T} next */
    set(next) {
      value = next;
      watchers.forEach((watcher) => watcher(next));
    },
    /** @param {(value: T) => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/**
 * @template T
 * @param {ReturnType<typeof observable<T>>} source @returns {T}
 */
export function useObservable(source) {
  const [value, setValue] = useState(source.get());
  useEffect(() => {
    setValue(() => source.get());
    return source.watch((next) => setValue(() => next));
  }, [source]);
  return value;
}

/**
 * JSON in the browser's storage; forgotten with the page where storage is forbidden.
 * @param {'localStorage' | 'sessionStorage'} where @param {string} name
 */
export function kept(where, name) {
  /** @type {any} */
  let memory = null;
  return {
    read() {
      try {
        const text = window[where].getItem(name);
        return text === null ? memory : JSON.parse(text);
      } catch {
        return memory;
      }
    },
    /** @param {any} value */
    write(value) {
      memory = value;
      try {
        value === null ? window[where].removeItem(name) : window[where].setItem(name, JSON.stringify(value));
      } catch {
        // Kept in memory.
      }
    },
  };
}
