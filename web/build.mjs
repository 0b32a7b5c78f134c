// Bundles the phone into dist/ (what the server serves), or its tests into dist-test/.
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';

const shared = { bundle: true, target: 'es2022', logLevel: 'warning', legalComments: 'linked' };

if (process.argv.includes('--tests')) {
  await rm('dist-test', { recursive: true, force: true });
  const tests = (await readdir('phone/test')).filter((name) => name.endsWith('.test.ts'));
  await build({
    ...shared,
    entryPoints: tests.map((name) => `phone/test/${name}`),
    outdir: 'dist-test',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
} else {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  await build({
    ...shared,
    entryPoints: { phone: 'phone/src/page.ts' },
    outdir: 'dist',
    format: 'esm',
    minify: true,
    define: { global: 'globalThis' },
  });
  await cp('phone/index.html', 'dist/index.html');
  await cp('phone/phone.css', 'dist/phone.css');
  await cp('phone/icon.svg', 'dist/icon.svg');
  console.log('web/dist is built');
}
