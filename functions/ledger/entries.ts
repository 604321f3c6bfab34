import { createHash } from 'node:crypto';
import { type FileVersion, LedgerEntry, versionInForce } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { listAll, type ObjectStore, readText } from '../storage/object-store.ts';

const ENTRIES = 'ledger/entries/';
/** How often a lost race for an entry is run again: each loss means that another run got on. */
const MAX_RACES = 20;

/** Gives the key of the ledger entry of a raw key. */
export function entryKey(rawKey: string): string {
  return `${ENTRIES}${createHash('sha256').update(rawKey).digest('hex').slice(0, 32)}.json`;
}

/** Gives what the ledger knows of a raw key, with the mark needed to replace it; undefined for a new file. */
export async function findEntry(
  lake: ObjectStore,
  rawKey: string,
): Promise<{ entry: LedgerEntry; etag: string } | undefined> {
  const key = entryKey(rawKey);
  const found = await lake.head(key);
  if (found === undefined) return undefined;
  return { entry: parseEntry(await readText(lake, key), key), etag: found.etag };
}

function parseEntry(text: string, key: string): LedgerEntry {
  const parsed = LedgerEntry.safeParse(parseJson(text, key));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PelangganError(
    'ledger_damaged',
    `ledger entry ${key} is not what this version writes (${issue?.path.join('.')}: ${issue?.message}); restore it or take the file in again`,
    { key },
    parsed.error,
  );
}

function parseJson(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PelangganError(
      'ledger_damaged',
      `ledger entry ${key} is not JSON; restore it or take the file in again`,
      { key },
      cause,
    );
  }
}

/** Gives every entry of the ledger, in the byte order of their keys. */
export async function* readEntries(lake: ObjectStore): AsyncGenerator<LedgerEntry> {
  for await (const { key } of listAll(lake, ENTRIES)) yield parseEntry(await readText(lake, key), key);
}

/**
 * Puts a change of a raw key's entry in force: the one switch from old rows to new ones. `change` gets what is there
 * (undefined for a new file) and gives what shall be; it runs again when another run was faster.
 */
export async function changeEntry(
  lake: ObjectStore,
  rawKey: string,
  change: (entry: LedgerEntry | undefined) => LedgerEntry,
): Promise<LedgerEntry> {
  for (let race = 0; race < MAX_RACES; race++) {
    const found = await findEntry(lake, rawKey);
    const entry = LedgerEntry.parse(change(found?.entry));
    const condition = found === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: found.etag };
    try {
      await lake.put(entryKey(rawKey), Buffer.from(`${JSON.stringify(entry, null, 1)}\n`), condition);
      return entry;
    } catch (error) {
      if (!(error instanceof PelangganError) || error.code !== 'object_precondition_failed') throw error;
    }
  }
  throw new PelangganError(
    'ledger_busy',
    `ledger entry of ${rawKey} was changed by others ${MAX_RACES} times in a row; run again`,
    { file: rawKey },
  );
}

/**
 * Gives an entry with one more version of its file. The newest arrival is in force; an older one that comes late is
 * put aside at once, and a refused one puts nothing aside, not even the same content taken in before. `isCurrent`
 * says that the raw object still is what was read: a backup that was put back is older, and yet what lies there now.
 */
export function addVersion(
  entry: LedgerEntry | undefined,
  rawKey: string,
  raw: string,
  version: FileVersion,
  isCurrent = false,
): LedgerEntry {
  if (entry === undefined) return { key: rawKey, raw, versions: [version] };
  const same = entry.versions.find((known) => known.file_id === version.file_id);
  if (version.status === 'refused' && same !== undefined && same.status !== 'refused') return entry;
  const others = entry.versions.filter((known) => known !== same);
  const current = versionInForce({ ...entry, versions: others });
  const isOlder = current !== undefined && current.arrived_at > version.arrived_at;
  const isLate = version.status === 'loaded' && isOlder && !isCurrent;
  const added = isLate ? { ...version, status: 'replaced' as const } : version;
  const kept = others.map((known) =>
    known === current && added.status === 'loaded' ? { ...known, status: 'replaced' as const } : known,
  );
  const versions = [...kept, added].toSorted((a, b) =>
    a.arrived_at < b.arrived_at ? -1 : a.arrived_at > b.arrived_at ? 1 : 0,
  );
  return { key: rawKey, raw, versions };
}
