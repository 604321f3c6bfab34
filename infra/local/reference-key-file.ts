import { randomBytes } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { keyFingerprint } from '../../functions/ingest/references.ts';
import { type ObjectStore, readJson } from '../../functions/storage/object-store.ts';
import { PelangganError } from '../../schemas/problem.ts';

const KEY_BYTES = 32;
const FINGERPRINT = 'settings/key.json';
const OTHERS = 0o077;

const Fingerprint = z.strictObject({ fingerprint: z.string().regex(/^[0-9a-f]{16}$/) });

/** Gives the path of the reference key: beside the lake, never within it. */
export function keyPath(lakeFolder: string): string {
  return `${resolve(lakeFolder)}.key`;
}

/**
 * Gives the reference key of a lake, made on its first use. Throws `reference_key_missing` for a lake that has lost it,
 * `reference_key_differs` for another lake's, `reference_key_exposed` when others may read it, `reference_key_damaged`.
 */
export async function openReferenceKey(lakeFolder: string, lake: ObjectStore): Promise<Uint8Array> {
  const path = keyPath(lakeFolder);
  const known =
    (await lake.head(FINGERPRINT)) === undefined
      ? undefined
      : (await readJson(lake, FINGERPRINT, Fingerprint)).fingerprint;
  const key = (await readKey(path)) ?? (await makeKey(path, known));
  const fingerprint = keyFingerprint(key);
  if (known !== undefined && known !== fingerprint) {
    throw new PelangganError(
      'reference_key_differs',
      `reference key ${path} has the fingerprint ${fingerprint}, the lake was made with ${known}; put the lake's own key back, since another would double every person`,
      { found: fingerprint, allowed: known },
    );
  }
  if (known === undefined)
    await lake.put(FINGERPRINT, Buffer.from(`${JSON.stringify({ fingerprint })}\n`), { ifNoneMatch: '*' });
  return key;
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
    throw new PelangganError(
      'reference_key_exposed',
      `reference key ${path} can be read by others; allow its owner alone: chmod 600 ${path}`,
      { path },
    );
  }
  const text = (await readFile(path, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new PelangganError(
      'reference_key_damaged',
      `reference key ${path} is not 64 hexadecimal digits; put the lake's own key back`,
      { path },
    );
  }
  return Buffer.from(text, 'hex');
}

async function makeKey(path: string, known: string | undefined): Promise<Uint8Array> {
  if (known !== undefined) {
    throw new PelangganError(
      'reference_key_missing',
      `reference key ${path} is gone, the lake was made with ${known}; put it back, since another would double every person`,
      { allowed: known },
    );
  }
  const key = randomBytes(KEY_BYTES);
  await writeFile(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(path, 0o600);
  return key;
}
