// SPDX-License-Identifier: Apache-2.0
import { Shell } from './components/shell.js';
import { h, render } from './lib.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
root.replaceChildren();
render(h(Shell, null), root);
