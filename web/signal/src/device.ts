const KEY = 'jackfield-signal-device';

/** What this tab is called at `/signal`: the same after a reload. */
export function remembered(): string {
  try {
    const known = sessionStorage.getItem(KEY);
    if (known) {
      return known;
    }
  } catch {
    // no storage: the device is another after a reload
  }
  const made = `web-${Math.random().toString(36).slice(2, 12)}`;
  remember(made);
  return made;
}

export function remember(device: string): void {
  try {
    sessionStorage.setItem(KEY, device);
  } catch {
    // see above
  }
}
