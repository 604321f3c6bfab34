#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must reach this message instead of a syntax error in TypeScript.
const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  // Compiled code is kept in the system's folder for temporary files: a second call starts in half the time.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(
    `pelanggan needs Node 24, found ${process.versions.node}; call it as "npx pelanggan" after "npm ci", which brings Node 24 for Linux (x64, arm64), macOS and Windows (x64), or install Node 24`,
  );
  process.exitCode = 3;
}
