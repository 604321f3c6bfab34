import type { RawRecord } from './read-raw.ts';

/** Gives what is wrong with a bad record's text as a whole; `records` tell whether it is the last of its file. */
export function findDamage(record: RawRecord, records: readonly RawRecord[]): string | undefined {
  const { text, headerCount, fieldCount } = record;
  const isLast = !records.some(
    (other) => other.path === record.path && other.recordNumber > record.recordNumber,
  );
  if (headerCount === 0) return damageOfJson(text, isLast);
  if (/"a"b/.test(text)) return 'text_after_quote';
  if (text.split('"').length === 2) return 'unclosed_quote';
  if (text.includes('\0')) return 'nul_byte';
  if (text.includes('\ufffd')) return 'bad_utf8';
  if (fieldCount < headerCount) return isLast ? 'record_truncated' : 'too_few_fields';
  return fieldCount > headerCount && !text.includes('"') ? 'too_many_fields' : undefined;
}

function damageOfJson(text: string, isLast: boolean): string | undefined {
  try {
    return Array.isArray(JSON.parse(text)) ? 'not_an_object' : undefined;
  } catch {
    return isLast ? 'record_truncated' : 'not_json';
  }
}
