// What stays in this browser. An embedded page may have no storage: then things last as long as it.
const BEFORE = 'jackfield.';
const without = new Map<string, string>();

export function read(name: string, area: 'local' | 'session' = 'local'): string {
  try {
    return storage(area).getItem(BEFORE + name) ?? '';
  } catch {
    return without.get(name) ?? '';
  }
}

/** An empty text removes it. */
export function write(name: string, text: string, area: 'local' | 'session' = 'local'): void {
  try {
    if (text) {
      storage(area).setItem(BEFORE + name, text);
    } else {
      storage(area).removeItem(BEFORE + name);
    }
  } catch {
    without.set(name, text);
  }
}

/** A value as JSON, or `otherwise` where there is none that can be read. */
export function readValue<T>(name: string, otherwise: T, area: 'local' | 'session' = 'local'): T {
  const text = read(name, area);
  if (!text) {
    return otherwise;
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    return otherwise;
  }
}

function storage(area: 'local' | 'session'): Storage {
  return area === 'local' ? localStorage : sessionStorage;
}
