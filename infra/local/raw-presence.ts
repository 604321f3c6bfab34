import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changeEntry, readEntries } from '../../functions/ledger/entries.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { type FileVersion, type LedgerEntry, versionInForce } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';

/** Marks in the ledger whose raw object is gone, and whose is back: their rows stay, but cannot be taken in again. */
export async function notePresence(
  lake: ObjectStore,
  raw: ObjectStore,
  present: ReadonlySet<string>,
): Promise<void> {
  for await (const entry of readEntries(lake)) {
    if (entry.raw !== raw.location) continue;
    const status = present.has(entry.key) ? 'loaded' : 'raw_gone';
    const current = versionInForce(entry);
    if (current === undefined || current.status === status) continue;
    await changeEntry(lake, entry.key, (found) => restate(found ?? entry, status));
  }
}

function restate(entry: LedgerEntry, status: FileVersion['status']): LedgerEntry {
  const current = versionInForce(entry);
  const versions = entry.versions.map((version) => (version === current ? { ...version, status } : version));
  return { ...entry, versions };
}

/**
 * Throws `file_key_taken` when the lake knows another file by this key, from another folder that is still there: taking
 * this one in would put that one's rows aside. A folder that was moved as a whole is no other file.
 */
export function refuseOtherFile(entry: LedgerEntry | undefined, raw: ObjectStore): void {
  if (entry === undefined || entry.raw === raw.location || !entry.raw.startsWith('file:')) return;
  const folder = fileURLToPath(entry.raw);
  if (!existsSync(folder)) return;
  throw new PelangganError(
    'file_key_taken',
    `raw file ${entry.key} is known to the lake from ${folder}, one file may have a name; put both under one folder and give that with --raw, or rename one`,
    { file: entry.key, found: folder },
  );
}
