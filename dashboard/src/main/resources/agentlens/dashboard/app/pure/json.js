// SPDX-License-Identifier: Apache-2.0
/** A JSON value as lines that fold. */

/**
 * @typedef {{ path: string, depth: number, key: string | null, kind: 'open' | 'close' | 'folded' | 'scalar', bracket: string, value: any,
 *   size: number, comma: boolean }} Line
 */

/**
 * @param {any} root @param {(path: string, depth: number) => boolean} isFolded
 * @returns {Line[]} only what is not folded away is visited
 */
export function lines(root, isFolded) {
  /** @type {Line[]} */
  const result = [];
  visit(result, root, '$', null, 0, false, isFolded);
  return result;
}

/**
 * @param {Line[]} result @param {any} value @param {string} path @param {string | null} key @param {number} depth @param {boolean} comma
 * @param {(path: string, depth: number) => boolean} isFolded
 */
function visit(result, value, path, key, depth, comma, isFolded) {
  if (value === null || typeof value !== 'object') {
    result.push({ path, depth, key, kind: 'scalar', bracket: '', value, size: 0, comma });
    return;
  }
  const list = Array.isArray(value);
  const names = list ? value : Object.keys(value);
  const size = names.length;
  if (size === 0 || isFolded(path, depth)) {
    result.push({ path, depth, key, kind: 'folded', bracket: list ? '[]' : '{}', value, size, comma });
    return;
  }
  result.push({ path, depth, key, kind: 'open', bracket: list ? '[' : '{', value, size, comma: false });
  for (let i = 0; i < size; i++) {
    const name = list ? i : names[i];
    visit(result, value[name], child(path, name), list ? null : name, depth + 1, i < size - 1, isFolded);
  }
  result.push({ path, depth, key: null, kind: 'close', bracket: list ? ']' : '}', value, size, comma });
}

/** @param {string} path @param {string | number} name */
function child(path, name) {
  return typeof name === 'number' ? `${path}[${name}]` : /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

/**
 * Paths of the values whose name or text has the words, and of what they are in.
 * @param {any} root @param {string} words @param {number} most
 * @returns {{ found: string[], around: Set<string> }}
 */
export function search(root, words, most) {
  const wanted = words.toLowerCase();
  /** @type {string[]} */
  const found = [];
  const around = new Set();
  /** @type {{ value: any, path: string, key: string, up: any }[]} */
  const stack = [{ value: root, path: '$', key: '', up: null }];
  while (stack.length > 0 && found.length < most) {
    const at = /** @type {NonNullable<ReturnType<typeof stack.pop>>} */ (stack.pop());
    const inside = at.value !== null && typeof at.value === 'object';
    if (at.key.toLowerCase().includes(wanted) || (!inside && String(at.value).toLowerCase().includes(wanted))) {
      found.push(at.path);
      for (let up = at.up; up; up = up.up) {
        around.add(up.path);
      }
    }
    if (inside) {
      const list = Array.isArray(at.value);
      const names = list ? [...at.value.keys()] : Object.keys(at.value);
      for (let i = names.length - 1; i >= 0; i--) {
        stack.push({ value: at.value[names[i]], path: child(at.path, names[i]), key: list ? '' : String(names[i]), up: at });
      }
    }
  }
  return { found, around };
}
