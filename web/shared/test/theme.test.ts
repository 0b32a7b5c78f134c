import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync('shared/theme.css', 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((found) => [
    found[1] ?? '',
    [found[2] ?? '', found[3] ?? ''] as const,
  ]),
);

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function assertContrast(text: string, ground: string, least: number): void {
  for (const at of [0, 1]) {
    const one = colours.get(text)?.[at] ?? assert.fail(`no colour ${text}`);
    const other = colours.get(ground)?.[at] ?? assert.fail(`no colour ${ground}`);
    const found = contrast(one, other);
    assert.ok(found >= least, `${text} on ${ground}, ${at ? 'dark' : 'light'}: ${found.toFixed(2)}`);
  }
}

test('text can be read on every ground it is meant for', () => {
  for (const ground of ['ground', 'panel', 'sunken', 'key', 'key-hover']) {
    assertContrast('ink', ground, 7);
  }
  for (const text of ['faint', 'accent', 'danger', 'warn', 'info', 'good']) {
    for (const ground of ['ground', 'panel', 'sunken']) {
      assertContrast(text, ground, 4.5);
    }
  }
  assertContrast('faint', 'key', 4.5);
  for (const filled of ['accent', 'danger', 'warn']) {
    assertContrast(`on-${filled}`, filled, 4.5);
  }
  for (const calm of ['accent', 'danger', 'warn', 'info']) {
    assertContrast(`${calm}-ink`, `${calm}-ground`, 4.5);
  }
});

test('edges of fields and lines of charts can be seen', () => {
  for (const line of ['edge', 'chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6']) {
    assertContrast(line, 'panel', 3);
    assertContrast(line, 'ground', 3);
  }
});
