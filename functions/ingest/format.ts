import { PelangganError } from '../../schemas/problem.ts';

export type Format = 'csv' | 'ndjson' | 'json' | 'parquet';

const PARQUET = [0x50, 0x41, 0x52, 0x31];
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const LINE_FEED = 0x0a;

/** Gives the format of a file by its first (decoded) bytes; its name decides only between JSON of one and many lines. */
export function detectFormat(head: Uint8Array, name: string): Format {
  if (PARQUET.every((byte, at) => head[at] === byte)) return 'parquet';
  const extension = /\.(ndjson|jsonl|json|csv|tsv|txt)(\.gz)?$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
  const start = head.findIndex((byte) => byte > 0x20);
  const first = head[start];
  if (first === OPEN_BRACKET || (extension === 'json' && first !== OPEN_BRACE)) return 'json';
  if (first !== OPEN_BRACE) return 'csv';
  return isObjectLine(head, start) ? 'ndjson' : 'json';
}

/** A brace that opens a whole object on its line, or is followed by a line that opens one, begins NDJSON. */
function isObjectLine(head: Uint8Array, start: number): boolean {
  const end = head.indexOf(LINE_FEED, start);
  const line = Buffer.from(head.subarray(start, end < 0 ? head.length : end)).toString('utf8');
  try {
    JSON.parse(line);
    return true;
  } catch {
    return end >= 0 && line.trim() !== '{' && head[end + 1] === OPEN_BRACE;
  }
}

/** Throws `file_damaged`: a container that cannot be read to its end is refused whole. */
export function refuseDamaged(name: string, format: Format, cause: unknown): never {
  throw new PelangganError(
    'file_damaged',
    `raw file ${name} is ${format} that cannot be read to its end; upload it again`,
    { file: name, format },
    cause,
  );
}
