import {
  DelimitedScanner,
  type DelimitedScannerOptions,
  type RecordProblem,
} from '../../../functions/ingest/read/delimited-scanner.ts';
import { readFields } from '../../../functions/ingest/read/field-text.ts';

/** What a test keeps of a scanned record: its fields, or its problem and bytes. */
export interface KeptRecord {
  number: number;
  line: number;
  byteOffset: number;
  byteLength: number;
  raw: string;
  ascii: boolean;
  fields: string[] | undefined;
  problem: RecordProblem | undefined;
}

type ScanOptions = Omit<Partial<DelimitedScannerOptions>, 'onRecord'>;

/** Scans a text or bytes in chunks of the given sizes (the last one repeats) and keeps every record. */
export function scanDelimited(
  source: string | Uint8Array,
  options: ScanOptions = {},
  chunkSizes: readonly number[] = [65_536],
): { scanner: DelimitedScanner; records: KeptRecord[] } {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const dialect = options.dialect ?? { delimiter: 44, quote: 34 };
  const records: KeptRecord[] = [];
  const scanner = new DelimitedScanner({
    hasHeader: true,
    ...options,
    dialect,
    onRecord(record) {
      const { number, line, byteOffset, byteLength, ascii, problem } = record;
      const raw = Buffer.from(record.buffer.subarray(record.start, record.end)).toString('latin1');
      const fields = problem === undefined ? readFields(record.buffer, record, dialect.quote) : undefined;
      records.push({ number, line, byteOffset, byteLength, raw, ascii, fields, problem });
    },
  });
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = chunkSizes[Math.min(turn, chunkSizes.length - 1)] ?? 1;
    scanner.push(bytes.subarray(at, at + size));
    at += size;
  }
  scanner.finish();
  return { scanner, records };
}

/** Each record as one string: `line: field|field`, or `line: problem`. */
export function outline(records: readonly KeptRecord[]): string[] {
  return records.map((record) => `${record.line}: ${record.problem ?? record.fields?.join('|')}`);
}
