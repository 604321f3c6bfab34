import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outline, scanDelimited } from './scan-delimited.ts';

const wide = (n: number): string => Array.from({ length: 8 }, (_, i) => `${n}${'abcdefgh'[i]}`).join(',');

describe('the records of a well-formed file', () => {
  const cases: [claim: string, text: string, records: string[]][] = [
    ['reads plain fields', 'a,b,c\n1,2,3\n4,5,6\n', ['2: 1|2|3', '3: 4|5|6']],
    ['needs no line end after the last record', 'a,b,c\n1,2,3', ['2: 1|2|3']],
    ['strips quotes', 'a,b,c\n"1","2",3\n', ['2: 1|2|3']],
    ['keeps a delimiter inside quotes', 'a,b,c\n1,"2,5",3\n', ['2: 1|2,5|3']],
    ['makes a doubled quote one', 'a,b,c\n1,"say ""hi""",3\n', ['2: 1|say "hi"|3']],
    ['reads a field that is one quote', 'a,b,c\n1,"""",3\n', ['2: 1|"|3']],
    ['reads an empty quoted field', 'a,b,c\n"","",""\n', ['2: ||']],
    ['reads empty fields at either end', 'a,b,c\n,,\n', ['2: ||']],
    ['keeps line ends inside quotes', 'a,b,c\n1,"x\ny\r\nz",3\n4,5,6\n', ['2: 1|x\ny\r\nz|3', '5: 4|5|6']],
    [
      'takes a quote inside an unquoted field as text',
      'a,b,c\n1,12",3\n4,5,"6"\n',
      ['2: 1|12"|3', '3: 4|5|6'],
    ],
    ['takes a quote after a space as text', 'a,b,c\n1, "2",3\n', ['2: 1| "2"|3']],
    ['ends a quoted last field at the end of the file', 'a,b,c\n1,2,"3"', ['2: 1|2|3']],
    ['reads mixed line ends', 'a,b,c\r\n1,2,3\r4,5,6\n7,8,9\r\n', ['2: 1|2|3', '3: 4|5|6', '4: 7|8|9']],
    ['skips blank lines', 'a,b,c\n\n1,2,3\n\r\n \t \n4,5,6\n\n', ['3: 1|2|3', '6: 4|5|6']],
    ['skips blank lines before the header', '\n  \na,b,c\n1,2,3\n', ['4: 1|2|3']],
    ['tolerates one delimiter after the last field', 'a,b,c\n1,2,3,\n4,5,6\n', ['2: 1|2|3', '3: 4|5|6']],
    ['keeps white space as a value of a one-column file', 'a\n1\n \n\n2\n', ['2: 1', '3:  ', '5: 2']],
    ['reads a one-column text of two lines', 'a\n"1\n2"\n3\n', ['2: 1\n2', '4: 3']],
    ['finds nothing after a header', 'a,b,c\n', []],
    ['finds nothing in an empty file', '', []],
  ];
  it.each(cases)('%s', (_, text, records) => {
    expect(outline(scanDelimited(text).records)).toEqual(records);
  });

  it('keeps the names of the header as they stand', () => {
    const { scanner } = scanDelimited('"Order ID",name,name,,"a ""b""\n"\r\n');
    expect(scanner.header).toEqual(['Order ID', 'name', 'name', '', 'a "b"\n']);
    expect(scanner.headerProblem).toBeUndefined();
  });

  it('reads a header of 500 columns', () => {
    const names = Array.from({ length: 500 }, (_, i) => `column ${i}`);
    const { scanner, records } = scanDelimited(`${names.join(',')}\n${names.join(',')}\n`);
    expect(scanner.header).toEqual(names);
    expect(records[0]?.fields).toEqual(names);
  });

  it('takes the width of the first record where there is no header', () => {
    const { scanner, records } = scanDelimited('1,2,3\n4,5\n', { hasHeader: false });
    expect(outline(records)).toEqual(['1: 1|2|3', '2: too_few_fields']);
    expect(scanner.header).toEqual([]);
    expect(records[0]?.number).toBe(1);
  });

  it('takes a given width before that of the header', () => {
    expect(outline(scanDelimited('a,b\n1,2,3\n', { fieldCount: 3 }).records)).toEqual(['2: 1|2|3']);
  });

  it('quotes nothing when the dialect has no quote', () => {
    const dialect = { delimiter: 9, quote: -1 };
    expect(outline(scanDelimited('a\tb\n"1\t2"\n', { dialect }).records)).toEqual(['2: "1|2"']);
  });

  it('counts records, blank lines and line ends', () => {
    const { scanner } = scanDelimited('a,b\r\n1,2\n\r3,"x\ny"\r\n\n5,6');
    expect(scanner.recordCount).toBe(3);
    expect(scanner.blankLineCount).toBe(2);
    expect(scanner.lineEnds).toEqual({ lf: 2, crlf: 2, cr: 1 });
  });

  it('tells where the bytes of a record lie', () => {
    const { records } = scanDelimited('a,b\n1,é\r\n\n"3\n",4\n');
    expect(records.map((r) => [r.number, r.line, r.byteOffset, r.byteLength, r.ascii])).toEqual([
      [1, 2, 4, 6, false],
      [2, 4, 11, 7, true],
    ]);
  });
});

describe('the records of a damaged file', () => {
  const cases: [claim: string, text: string, records: string[]][] = [
    ['refuses a record with fewer fields', 'a,b,c\n1,2\n4,5,6\n', ['2: too_few_fields', '3: 4|5|6']],
    ['refuses a record with more fields', 'a,b,c\n1,2,3,4\n4,5,6\n', ['2: too_many_fields', '3: 4|5|6']],
    ['refuses two delimiters after the last field', 'a,b,c\n1,2,3,,\n', ['2: too_many_fields']],
    ['refuses text after a quote', 'a,b,c\n1,"2"x,3\n4,5,6\n', ['2: text_after_quote', '3: 4|5|6']],
    [
      'loses one line to a quote never closed',
      'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n',
      ['2: unclosed_quote', '3: 4|5|6', '4: 7|8|9'],
    ],
    [
      'loses one line to a quote that the next opening quote closes',
      'a,b,c\n1,"2,3\n4,"5",6\n7,8,9\n',
      ['2: unclosed_quote', '3: 4|5|6', '4: 7|8|9'],
    ],
    [
      'loses one line to a quote closed far away with a wrong width',
      'a,b,c\n1,"2,3\n4,5,6\n7,"",9\n7,",",9\n',
      ['2: unclosed_quote', '3: 4|5|6', '4: 7||9', '5: 7|,|9'],
    ],
    [
      'loses one line to a stray quote when the next one is bad too',
      'a,b,c\n1,"2,3\n4,5\n7,8,9\n',
      ['2: unclosed_quote', '3: too_few_fields', '4: 7|8|9'],
    ],
    [
      'looks behind a blank line for records that a stray quote swallowed',
      'a,b,c\n1,"2,3\n\n4,5,6\n7",8,9,x\n1,2,3\n',
      ['2: unclosed_quote', '4: 4|5|6', '5: text_after_quote', '6: 1|2|3'],
    ],
    [
      'distrusts a text of several lines beside a quote that is none',
      'a,b,c\n"1,2,""\n4,,","\n5,6,7\n8,", 9",""\n',
      ['2: unclosed_quote', '3: 4||,', '4: 5|6|7', '5: 8|, 9|'],
    ],
    [
      'keeps a text of two lines in one record when a field lacks',
      'a,b,c\n1,"x\ny"\n4,5,6\n',
      ['2: too_few_fields', '4: 4|5|6'],
    ],
    [
      'does not take the tail of a broken text for a record',
      'a,b,c\n"1\n2"x,y,z\n4,5,6\n',
      ['2: unclosed_quote', '3: text_after_quote', '4: 4|5|6'],
    ],
    [
      'cuts at a carriage return where lines end in one',
      'a,b,c\r1,"2,3\r4,5,6\r',
      ['2: unclosed_quote', '3: 4|5|6'],
    ],
    ['refuses a NUL', 'a,b,c\n1,\0,3\n1,"\0",3\n4,5,6\n', ['2: nul_byte', '3: nul_byte', '4: 4|5|6']],
    [
      'calls a last record that lacks fields truncated',
      'a,b,c\n1,2,3\n4,5',
      ['2: 1|2|3', '3: record_truncated'],
    ],
    [
      'calls a last record with an open quote truncated',
      'a,b,c\n1,2,3\n4,5,"6',
      ['2: 1|2|3', '3: record_truncated'],
    ],
    [
      'calls each line of a truncated text damaged',
      'a,b,c\n4,5,"6\n7',
      ['2: unclosed_quote', '3: record_truncated'],
    ],
    [
      'calls a last line of wrong width too short when its line end is there',
      'a,b,c\n4,5\n',
      ['2: too_few_fields'],
    ],
    ['calls a last record with too many fields just that', 'a,b,c\n4,5,6,7', ['2: too_many_fields']],
    [
      'finds records that two stray quotes in one column swallow',
      `${wide(0)}\n${wide(1).replace('1b', '"1b')}\n${wide(2)}\n${wide(3).replace('3b', '3b"')}\n${wide(4)}\n`,
      [
        '2: unclosed_quote',
        `3: ${wide(2).replaceAll(',', '|')}`,
        '4: text_after_quote',
        `5: ${wide(4).replaceAll(',', '|')}`,
      ],
    ],
  ];
  it.each(cases)('%s', (_, text, records) => {
    expect(outline(scanDelimited(text).records)).toEqual(records);
  });

  it('looks after an open quote no further than the lines allowed', () => {
    const text = 'a,b\n1,"x\n2,y\n3,z\n4,"\n5,w\n';
    expect(outline(scanDelimited(text, { maxQuotedLines: 3 }).records)).toEqual([
      '2: 1|x\n2,y\n3,z\n4,',
      '6: 5|w',
    ]);
    expect(outline(scanDelimited(text, { maxQuotedLines: 2 }).records)).toEqual([
      '2: unclosed_quote',
      '3: 2|y',
      '4: 3|z',
      '5: unclosed_quote',
      '6: 5|w',
    ]);
  });

  it('refuses a record that is too long and keeps only its first bytes', () => {
    const { records } = scanDelimited('a,b\n1,12345678901\r\n1,2345\n1,23456\n', { maxRecordBytes: 6 }, [5]);
    expect(outline(records)).toEqual(['2: record_too_long', '3: 1|2345', '4: record_too_long']);
    expect(records.map((r) => [r.raw, r.byteOffset, r.byteLength])).toEqual([
      ['1,1234', 4, 15],
      ['1,2345', 19, 7],
      ['1,2345', 26, 8],
    ]);
  });

  it('refuses bytes that are not UTF-8, each record on its own', () => {
    const text = Buffer.from('a,b\n1,caf\xe9\n2,caf\xc3\xa9\n3,\xff\n4,d\n5,\xe2\x82', 'latin1');
    expect(outline(scanDelimited(text).records)).toEqual([
      '2: bad_utf8',
      '3: 2|café',
      '4: bad_utf8',
      '5: 4|d',
      '6: record_truncated',
    ]);
  });

  it('says what is wrong with a header', () => {
    expect(scanDelimited('a,"b\n1,2\n').scanner.headerProblem).toBe('unclosed_quote');
    expect(scanDelimited('a,"b"x\n1,2\n').scanner.headerProblem).toBe('text_after_quote');
    expect(scanDelimited('a,\0\n1,2\n').scanner.headerProblem).toBe('nul_byte');
  });
});

describe('any chunking', () => {
  // Bytes that meet each other's rules as often as possible.
  const piece = fc.constantFrom(
    ',',
    ',',
    ',',
    '"',
    '"',
    '""',
    '\n',
    '\n',
    '\r\n',
    '\r',
    'x',
    'é',
    '\0',
    ' ',
    '1,2,3\n',
    '"a\nb",',
    '€',
  );
  const damage = fc.constantFrom('', '', '\xff', '\xe2\x82');
  const source = fc
    .tuple(fc.array(piece, { maxLength: 60 }), damage, fc.array(piece, { maxLength: 20 }))
    .map(([before, bad, after]) =>
      Buffer.concat([
        Buffer.from(`a,b,c\n${before.join('')}`),
        Buffer.from(bad, 'latin1'),
        Buffer.from(after.join('')),
      ]),
    );

  it('gives the same records', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 });
    const limits = fc.record({
      maxRecordBytes: fc.constantFrom(7, 20, 1000),
      maxQuotedLines: fc.constantFrom(1, 3, 50),
    });
    fc.assert(
      fc.property(source, sizes, limits, (bytes, chunkSizes, options) => {
        const whole = scanDelimited(bytes, options);
        for (const split of [chunkSizes, [1]]) {
          const parts = scanDelimited(bytes, options, split);
          expect(parts.records).toEqual(whole.records);
          expect(parts.scanner.lineEnds).toEqual(whole.scanner.lineEnds);
          expect(parts.scanner.blankLineCount).toEqual(whole.scanner.blankLineCount);
        }
      }),
      { numRuns: 3000, seed: 20260201 },
    );
  });

  it('gives every byte to one record or blank line, in order', () => {
    fc.assert(
      fc.property(source, (bytes) => {
        let at = 6;
        for (const record of scanDelimited(bytes).records) {
          const between = bytes.subarray(at, record.byteOffset).toString('latin1');
          expect(between).toMatch(/^[\r\n\t ]*$/);
          at = record.byteOffset + record.byteLength;
        }
        expect(bytes.subarray(at).toString('latin1')).toMatch(/^[\r\n\t ]*$/);
      }),
      { numRuns: 1000, seed: 20260202 },
    );
  });
});

it('gives back what a writer of CSV wrote', () => {
  const value = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', ';'), maxLength: 6 });
  const rows = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
  const write = (row: string[]): string => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
  fc.assert(
    fc.property(rows, (written) => {
      const { records } = scanDelimited(`a,b,c\n${written.map((row) => `${write(row)}\n`).join('')}`);
      expect(records.map((record) => record.fields)).toEqual(written);
    }),
    { numRuns: 1000, seed: 20260203 },
  );
});
