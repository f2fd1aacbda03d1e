// SPDX-License-Identifier: Apache-2.0
// What is used of preact, for the type check.
export function h(type: string, props: Record<string, any> | null, ...children: any[]): any;
export function h<P>(type: (props: P) => any, props: (Omit<P, 'children'> & { key?: any }) | null, ...children: any[]): any;
export function render(node: any, parent: Element): void;
export const Fragment: any;
