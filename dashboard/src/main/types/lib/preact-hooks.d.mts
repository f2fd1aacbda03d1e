// SPDX-License-Identifier: Apache-2.0
export function useState<T>(first: T | (() => T)): [T, (next: T | ((old: T) => T)) => void];
export function useRef<T>(first: T): { current: T };
export function useMemo<T>(make: () => T, dependencies: any[]): T;
export function useCallback<T>(callback: T, dependencies: any[]): T;
export function useEffect(effect: () => void | (() => void), dependencies?: any[]): void;
export function useLayoutEffect(effect: () => void | (() => void), dependencies?: any[]): void;
