// SPDX-License-Identifier: Apache-2.0
export const marked: { parse(text: string, options: { async: false }): string };
