// Bundles the scenarios for a page and for Node into dist/.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';

await rm('dist', { recursive: true, force: true });
const shared = { bundle: true, target: 'es2022', logLevel: 'warning', legalComments: 'none' };
await build({
  ...shared,
  entryPoints: { browser: 'src/browser.js' },
  outdir: 'dist',
  format: 'iife',
  define: { global: 'globalThis' },
});
await build({
  ...shared,
  entryPoints: { node: 'src/node.js' },
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['@roamhq/wrtc', 'ws'],
});
