// SPDX-License-Identifier: Apache-2.0
/** The view library, in one place, and elements as functions: `div({ class: 'x' }, child, ...)`. */
import { h, render, Fragment } from '../lib/preact.mjs';

export { h, render, Fragment };
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../lib/preact-hooks.mjs';

/** @typedef {any} Child a text, a number, an element, or nothing */
/** @typedef {(props?: Record<string, any> | null, ...children: Child[]) => any} Tag */

/** @type {Record<string, Tag>} */
export const tags = new Proxy({}, { get: (_, name) => /** @type {Tag} */ ((props, ...children) => h(String(name), props ?? null, ...children)) });

/** Class names of what holds. @param {...(string | false | null | undefined)} names */
export function classes(...names) {
  return names.filter(Boolean).join(' ');
}
