import type { ScannedRecord } from './scanned-record.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

type ScannedFields = Pick<ScannedRecord, 'fieldCount' | 'fieldStart' | 'fieldEnd' | 'fieldEscaped'>;

/** Gives the text of field `index` of a record in `buffer`, doubled quotes made single; '' beyond the last field. */
export function readField(buffer: Uint8Array, fields: ScannedFields, index: number, quote: number): string {
  if (index >= fields.fieldCount) return '';
  const text = decoder.decode(buffer.subarray(fields.fieldStart[index], fields.fieldEnd[index]));
  if (fields.fieldEscaped[index] !== 1) return text;
  const mark = String.fromCharCode(quote);
  return text.replaceAll(mark + mark, mark);
}

/** Gives the texts of all fields of a record, in order. */
export function readFields(buffer: Uint8Array, fields: ScannedFields, quote: number): string[] {
  return Array.from({ length: fields.fieldCount }, (_, index) => readField(buffer, fields, index, quote));
}
