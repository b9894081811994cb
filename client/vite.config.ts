/**
 * The browser client's build. The shell is one small file; every page, both dictionaries and
 * the editor are fetched when they are first wanted, under names that change with their bytes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

const SHELL =
  /node_modules\/@?preact\/|client\/(shell|router)\.|client\/ui\/(announce|button|failure|icon|language|menu|navigation|page|remote|roving)\.|client\/net\/(api-client|session)\./

export default defineConfig({
  root: here,
  publicDir: false,
  // Two copies of any of these would not know each other's documents and nodes.
  resolve: {
    dedupe: [
      'preact',
      'yjs',
      'lib0',
      'y-protocols',
      'prosemirror-model',
      'prosemirror-state',
      'prosemirror-transform',
      'prosemirror-view',
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    // Fonts stay files: inlined, every visit would carry them, wanted or not.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // On a thin line each request costs a round trip, so small files travel in two bundles: what the
          // shell is made of, and what pages share beyond it. A bundle takes along what its files
          // import; the part that knows the text model stays out, or it would bring the editor's half.
          groups: [
            { name: 'shell', test: SHELL, priority: 2 },
            { name: 'parts', test: /client\/ui\/(?!text-)|shared\/api\//, priority: 1 },
          ],
        },
      },
    },
  },
  plugins: [precompress()],
})

/** Writes each text file of the build in brotli and gzip too, so that the server need not compress at every request. */
function precompress(): Plugin {
  let folder = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    writeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue
        const bytes = readFileSync(join(folder, name))
        writeFileSync(
          join(folder, `${name}.br`),
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        )
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
    },
  }
}
