// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from './lib.js';

const NARROW = window.matchMedia('(max-width: 720px)');

/** Whether the page is as narrow as a phone. */
export function useNarrow() {
  const [narrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return narrow;
}
