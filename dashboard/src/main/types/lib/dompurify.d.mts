// SPDX-License-Identifier: Apache-2.0
declare const DOMPurify: { sanitize(html: string, options: Record<string, any>): any };
export default DOMPurify;
