import { describe, expect, it } from 'vitest';
import { decodeChunks, detectEncoding } from '../../../functions/ingest/read/encoding.ts';
import { JsonLinesScanner } from '../../../functions/ingest/read/json-lines-scanner.ts';
import { hasNastyFiles, nastyFileNames, readNastyFile } from './nasty-files.ts';
import { type KeptRecord, scanDelimited } from './scan-delimited.ts';
import { scanJson } from './scan-json.ts';

/** The records as objects by the header's names. */
function asObjects(header: readonly string[], records: readonly KeptRecord[]): Record<string, string>[] {
  return records.map((record) =>
    Object.fromEntries(header.map((name, i) => [name, record.fields?.[i] ?? ''])),
  );
}

describe.skipIf(!hasNastyFiles)('csv-spectrum (skipped where ../shared/data is absent)', () => {
  it.each(nastyFileNames('csv-spectrum/csvs', '.csv'))('%s gives the records that its JSON names', (name) => {
    // The copy of newlines_crlf.csv lost its carriage returns; its JSON still names them.
    const json = readNastyFile('csv-spectrum/json', name.replace('.csv', '.json'))
      .toString()
      .replaceAll('\\r\\n', '\\n');
    const expected: unknown = JSON.parse(json);
    const { scanner, records } = scanDelimited(readNastyFile('csv-spectrum/csvs', name));
    expect(asObjects(scanner.header, records)).toEqual(expected);
  });
});

describe.skipIf(!hasNastyFiles)('csvlint (skipped where ../shared/data is absent)', () => {
  const cases: [name: string, records: number, problems: string[]][] = [
    ['cr-line-endings.csv', 2, []],
    ['crlf-line-endings.csv', 2, []],
    ['inconsistent-line-endings.csv', 2, []],
    ['inconsistent-line-endings-unquoted.csv', 2, []],
    ['windows-line-endings.csv', 1, []],
    ['valid.csv', 2, []],
    ['valid_many_rows.csv', 6, []],
    ['invalid_many_rows.csv', 10, ['text_after_quote']],
    ['invalid-byte-sequence.csv', 23, []],
  ];
  it.each(cases)('%s has %i records', async (name, count, problems) => {
    const bytes = readNastyFile('csvlint', name);
    const chunks: Uint8Array[] = [];
    for await (const chunk of decodeChunks([bytes], await detectEncoding([bytes]))) chunks.push(chunk);
    const { records } = scanDelimited(Buffer.concat(chunks));
    expect(records).toHaveLength(count);
    expect(records.flatMap((record) => record.problem ?? [])).toEqual(problems);
  });
});

describe.skipIf(!hasNastyFiles)('naughty strings (skipped where ../shared/data is absent)', () => {
  const strings = (): string[] => {
    const lines = readNastyFile('blns', 'blns.txt').toString().split('\n');
    return lines.filter((line) => line !== '' && !line.startsWith('#'));
  };
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('come back from a delimited file byte for byte', () => {
    const text = `id,naughty\n${strings()
      .map((value, i) => `${i},${quote(value)}\n`)
      .join('')}`;
    expect(scanDelimited(text, {}, [7]).records.map((record) => record.fields?.[1])).toEqual(strings());
  });

  it('come back from NDJSON byte for byte', () => {
    const text = strings()
      .map((naughty) => `${JSON.stringify({ naughty })}\n`)
      .join('');
    const records = scanJson(JsonLinesScanner, text, { chunkSize: 777 });
    expect(records.map((record) => record.fields['naughty'])).toEqual(strings());
  });

  it('come back as names of fields byte for byte', () => {
    const names = strings();
    expect(scanDelimited(`${names.map(quote).join(',')}\n`).scanner.header).toEqual(names);
  });
});
