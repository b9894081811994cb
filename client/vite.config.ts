/**
 * The browser client's build. The shell is one small file; every page, both dictionaries and
 * the editor are fetched when they are first wanted, under names that change with their bytes.
 */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

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
  },
})
