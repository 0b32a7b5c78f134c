// Bundles the pages and the signalling client into dist/ (what the server serves), or their tests
// into dist-test/.
//   phone/    -> dist/            the phone, at /
//   console/  -> dist/console/    the operator's console, at /console
//   signal/   -> dist/signal.js   the client of /signal, also an npm package of its own
// A page is its src/page.ts or src/page.tsx; the CSS it imports becomes one file beside its script;
// every file beside src/ and test/ is copied.
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';

const shared = {
  bundle: true,
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'linked',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};
const rooms = ['phone', 'console', 'signal', 'shared'];

async function named(folder, end) {
  return existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(end)) : [];
}

async function tests() {
  await rm('dist-test', { recursive: true, force: true });
  const entries = {};
  for (const room of rooms) {
    for (const end of ['.test.ts', '.test.tsx']) {
      for (const name of await named(`${room}/test`, end)) {
        entries[`${room}-${name.slice(0, -end.length)}.test`] = `${room}/test/${name}`;
      }
    }
  }
  await build({
    ...shared,
    entryPoints: entries,
    outdir: 'dist-test',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
}

async function page(room, to, name) {
  const source = ['page.tsx', 'page.ts'].map((file) => `${room}/src/${file}`).find(existsSync);
  if (!source) {
    return;
  }
  await mkdir(to, { recursive: true });
  await build({
    ...shared,
    entryPoints: { [name]: source },
    outdir: to,
    format: 'esm',
    minify: true,
    splitting: true, // what `import()` brings is loaded when it is wanted
    chunkNames: 'chunk-[hash]',
    define: { global: 'globalThis' },
  });
  for (const file of await readdir(room)) {
    if (file !== 'src' && file !== 'test') {
      await cp(`${room}/${file}`, `${to}/${file}`, { recursive: true });
    }
  }
}

if (process.argv.includes('--tests')) {
  await tests();
} else {
  await rm('dist', { recursive: true, force: true });
  await page('phone', 'dist', 'phone');
  await page('console', 'dist/console', 'console');
  if (existsSync('signal/src/index.ts')) {
    await build({ ...shared, entryPoints: { signal: 'signal/src/index.ts' }, outdir: 'dist', format: 'esm' });
    await cp('signal/example', 'dist/signal-example', { recursive: true });
  }
  console.log('web/dist is built');
}
