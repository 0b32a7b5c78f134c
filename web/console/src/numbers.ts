// Numbers as people read them.

/** `0:42`, `12:03`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `950`, `9.5 k`, `12 k`, `3.4 M`: three figures at most. */
export function short(value: number): string {
  const units: [number, string][] = [[1e9, ' G'], [1e6, ' M'], [1e3, ' k']];
  for (const [size, unit] of units) {
    if (Math.abs(value) >= size * 0.9995) {
      return trimmed(value / size) + unit;
    }
  }
  return trimmed(value);
}

function trimmed(value: number): string {
  const digits = Math.abs(value) < 9.95 && !Number.isInteger(value) ? 1 : 0;
  return value.toFixed(digits).replace(/\.0$/, '');
}

/** `512 B`, `1.5 MiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : trimmed(size)} ${units[unit]}`;
}

/** `45 s`, `3 min`, `2 h`, `5 d`. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) {
    return `${whole} s`;
  }
  if (whole < 5400) {
    return `${Math.round(whole / 60)} min`;
  }
  return whole < 172_800 ? `${Math.round(whole / 3600)} h` : `${Math.round(whole / 86_400)} d`;
}

/** `87 %`; a dash where not known. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}
