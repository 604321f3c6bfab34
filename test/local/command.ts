import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const COMMAND = resolve(import.meta.dirname, '../../infra/local/pelanggan.js');
const MANY_CALLS = resolve(import.meta.dirname, 'many-calls.ts');

/** What a call of the command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly messages: string;
}

/** A folder of its own in which the real command is called. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'pelanggan-place-'));

  /** Calls the command as a person would; `uid` calls it as another user. */
  call(args: readonly string[], options: { readonly uid?: number } = {}): Promise<Outcome> {
    return this.#spawn([COMMAND, ...args], options);
  }

  /** Makes many calls in one process, which saves starting one for each; gives their outcomes in order. */
  async callMany(calls: readonly (readonly string[])[]): Promise<Outcome[]> {
    const { code, out, messages } = await this.#spawn([MANY_CALLS, JSON.stringify(calls)], {});
    if (code !== 0) throw new Error(`many-calls.ts failed: ${messages}`);
    return JSON.parse(out);
  }

  #spawn(args: readonly string[], options: { readonly uid?: number }): Promise<Outcome> {
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, args, { cwd: this.folder, ...options });
      let out = '';
      let messages = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        messages += text;
      });
      child.on('error', fail);
      child.on('close', (code) => done({ code, out, messages }));
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file, the folders above it too. */
  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  /** Every file under a folder with its size and time of change: equal when nothing was written. */
  state(name: string): string[] {
    const entries = readdirSync(this.path(name), { recursive: true, withFileTypes: true });
    return entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => `${path} ${statSync(path).mtimeMs} ${statSync(path).size}`)
      .toSorted();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
