import type { DatasetField } from '../../../schemas/dataset.ts';
import { businessDate, formatInstant } from '../../../schemas/instant.ts';
import { normaliseField, readMilliseconds } from '../../../schemas/normalise.ts';
import { normaliseText } from '../../../schemas/text.ts';
import type { Zone } from '../../../schemas/zone.ts';
import type { ScannedRecord } from '../read/delimited-scanner.ts';
import type { Cells } from './cells.ts';
import { fastField, readIsoInstant, writeBusinessDate, writeInstant } from './fast-fields.ts';
import type { FieldReader } from './field-reader.ts';
import type { RowWriter } from './row-writer.ts';

/**
 * Writes one field of a record in its canonical form, nothing where it is absent; false where it cannot be read as
 * what the field holds. `record` is there for delimited files, whose bytes may be copied as they are.
 */
export type FieldWriter = (cells: Cells, record: ScannedRecord | undefined, out: RowWriter) => boolean;

/** Gives the writer of a field; `businessDateZone` is given where the field's business date is written too. */
export function fieldWriter(field: DatasetField, reader: FieldReader, businessDateZone?: Zone): FieldWriter {
  if (field.kind === 'instant') return instantWriter(reader, businessDateZone);
  const fast = reader.column === undefined ? undefined : fastField(field.kind, reader.notation);
  const slow =
    field.choices === undefined && field.kind !== 'currency' && field.kind !== 'flag'
      ? plainSlow(field, reader)
      : memoSlow(field, reader);
  const { column } = reader;
  if (fast === undefined || column === undefined) return slow;
  return (cells, record, out) => {
    if (record === undefined) return slow(cells, record, out);
    if (record.fieldEnd[column] === record.fieldStart[column]) return true;
    return fast(record, column, out) || slow(cells, record, out);
  };
}

function plainSlow(field: DatasetField, reader: FieldReader): FieldWriter {
  return (cells, _record, out) => {
    const text = normaliseText(reader.read(cells) ?? '');
    if (text === '') return true;
    const value = normaliseField(field.kind, text, reader.notation);
    if (value === undefined) return false;
    out.writeText(value);
    return true;
  };
}

const MEMO_LIMIT = 10_000;

/** For kinds of few distinct values: each is normalised once. */
function memoSlow(field: DatasetField, reader: FieldReader): FieldWriter {
  const memo = new Map<string, string | undefined>();
  return (cells, _record, out) => {
    const raw = reader.read(cells) ?? '';
    let value = memo.get(raw);
    if (value === undefined && !memo.has(raw)) {
      const text = normaliseText(raw);
      value = text === '' ? '' : normaliseField(field.kind, text, reader.notation);
      if (memo.size >= MEMO_LIMIT) memo.clear();
      memo.set(raw, value);
    }
    if (value === undefined) return false;
    if (value !== '') out.writeText(value);
    return true;
  };
}

function instantWriter(reader: FieldReader, dateZone: Zone | undefined): FieldWriter {
  const { column, notation } = reader;
  const isIso = notation.dates.length === 0;
  return (cells, record, out) => {
    let utc = Number.NaN;
    if (isIso && record !== undefined && column !== undefined)
      utc = readIsoInstant(record, column, notation.zone);
    if (!Number.isNaN(utc)) {
      writeInstant(utc, out);
      if (dateZone !== undefined) {
        out.endField();
        writeBusinessDate(utc, dateZone, out);
      }
      return true;
    }
    const text = normaliseText(reader.read(cells) ?? '');
    const slow = text === '' ? undefined : readMilliseconds(text, notation);
    if (slow !== undefined) out.writeText(formatInstant(slow));
    if (dateZone !== undefined) {
      out.endField();
      if (slow !== undefined) out.writeText(businessDate(slow, dateZone));
    }
    return text === '' || slow !== undefined;
  };
}
