// SPDX-License-Identifier: Apache-2.0
import { classes, tags } from '../lib.js';

const { a, div, span } = tags;

/** A number with its name. @param {{ label: string, value: any, note?: any, bad?: boolean, href?: string }} props */
export function Figure({ label, value, note, bad = false, href }) {
  const inside = [span({ class: 'figure-label' }, label), span({ class: classes('figure-value', bad && 'bad') }, value), note ? span({ class: 'figure-note faint' }, note) : null];
  return href ? a({ class: 'figure', href }, inside) : div({ class: 'figure' }, inside);
}
