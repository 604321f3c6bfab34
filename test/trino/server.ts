import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJdk, missingForTrino } from './find-jdk.ts';
import { askTrino } from './trino-client.ts';

const SCRIPT = fileURLToPath(new URL('./server/start-trino.sh', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/trino/', import.meta.url));

/** A running Trino: its address and, where it reads files of this machine, the folder that it sees as `local:///`. */
export interface TrinoServer {
  readonly url: string;
  readonly folder: string;
  stop(): void;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startOwn(): Promise<TrinoServer> {
  const missing = missingForTrino();
  if (missing !== undefined) {
    throw new Error(
      `a real Trino needs ${missing}; install it, or set TRINO_URL to the address of a running one`,
    );
  }
  // A folder of its own, so that two suites at once do not stop each other's server.
  const work = join(CACHE, `run-${process.pid}`);
  mkdirSync(work, { recursive: true });
  const environment = { ...process.env, TRINO_JAVA_HOME: findJdk() ?? '' };
  const call = (...words: readonly string[]): string =>
    execFileSync(SCRIPT, words, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const output = call('start', work, String(await freePort()));
  const stop = (): void => {
    call('stop', work);
    rmSync(work, { recursive: true, force: true });
  };
  const url = output.trim().split('\n').at(-1) ?? '';
  return { url, folder: join(work, 'data'), stop };
}

/**
 * The Trino of TRINO_URL (with TRINO_DATA, the folder that it reads as `local:///`), or one started here.
 *
 * Throws in words where neither can be had. The first answer is waited for.
 */
export async function openTrino(): Promise<TrinoServer> {
  const url = process.env['TRINO_URL'];
  const server =
    url === undefined ? await startOwn() : { url, folder: process.env['TRINO_DATA'] ?? '', stop: () => {} };
  await askTrino(server.url, 'select 1');
  return server;
}
