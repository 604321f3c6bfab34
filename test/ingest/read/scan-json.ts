import type { JsonArrayScanner } from '../../../functions/ingest/read/json-array-scanner.ts';
import type {
  JsonLinesScanner,
  JsonRecord,
  JsonScannerOptions,
} from '../../../functions/ingest/read/json-lines-scanner.ts';

/** What a test keeps of a JSON record. */
export interface KeptJsonRecord extends Omit<JsonRecord, 'text' | 'value'> {
  raw: string;
  fields: Record<string, string | undefined>;
}

type Scanner = new (options: JsonScannerOptions) => JsonLinesScanner | JsonArrayScanner;

/** Scans a text or bytes in chunks of one size and keeps every record. */
export function scanJson(
  scannerClass: Scanner,
  source: string | Uint8Array,
  options: { chunkSize?: number; maxRecordBytes?: number } = {},
): KeptJsonRecord[] {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const { chunkSize = 65_536, ...limits } = options;
  const records: KeptJsonRecord[] = [];
  const scanner = new scannerClass({
    ...limits,
    onRecord({ text, value, ...rest }) {
      records.push({ ...rest, raw: text(), fields: rest.problem ? {} : Object.fromEntries(value) });
    },
  });
  for (let at = 0; at < bytes.length; at += chunkSize) scanner.push(bytes.subarray(at, at + chunkSize));
  scanner.finish();
  return records;
}
