import { describe, expect, it } from 'vitest';
import { detectDialect } from '../../../functions/ingest/read/dialect.ts';
import { hasNastyFiles, nastyFileNames, readNastyFile } from './nasty-files.ts';

const detect = (text: string): string => String.fromCharCode(detectDialect(Buffer.from(text)).delimiter);

describe('the delimiter', () => {
  const cases: [claim: string, text: string, delimiter: string][] = [
    ['is the comma of a plain file', 'a,b,c\n1,2,3\n', ','],
    ['is the semicolon where commas are decimal', 'id;amount\n1;2,50\n2;3,75\n3;4,00\n', ';'],
    [
      'is the semicolon where commas are decimal and a row is damaged',
      'id;amount\n1;2,50\n2;3,75\n3;4;00\n',
      ';',
    ],
    ['is the tab', 'a\tb\n1,5\t2\n', '\t'],
    ['is the bar', 'a|b|c\r\n1|2|3\r\n', '|'],
    ['is not a comma inside quotes', 'name;city\n"a,b";"c,d"\n"e,f";"g,h"\n', ';'],
    ['is found across line ends inside quotes', 'a;b\n"x,y\nz,w";2\n"x\n\n";3\n', ';'],
    ['is found in a header alone', 'order_id;ordered_at;amount', ';'],
    ['is found in a header with commas in its names', 'id;price, net;price, gross\n1;2;3\n', ';'],
    ['is a caret', 'a^b^c\n1^2^3\n', '^'],
    ['is a tilde', 'a~b~c\n1~2~3\n', '~'],
    ['is a colon', 'a:b:c\n1:2:3\n', ':'],
    ['is not the colon of times', 'time\n08:30\n09:45\n', ','],
    ['is the comma of a file of one column', 'name\nx\ny\n', ','],
    ['is the comma of an empty file', '', ','],
    ['is found below a title', 'Orders of February\n\na;b;c\n1;2;3\n4;5;6\n', ';'],
    ['is found beside a stray quote', 'a;b;c\n1;"2;3\n4;5;6\n7;8;9\n', ';'],
    ['is the one of more fields where two agree', 'a;b;c,d\n1;2;3,4\n', ';'],
  ];
  it.each(cases)('%s', (_, text, delimiter) => {
    expect(detect(text)).toBe(delimiter);
  });

  it('is found in the first 64 kB although the last record of them is cut', () => {
    const row = `${'1,5;'.repeat(19)}x\n`;
    expect(detect(`${'a;'.repeat(19)}b\n${row.repeat(2000)}`)).toBe(';');
  });
});

describe.skipIf(!hasNastyFiles)(
  'the delimiter of real files (skipped where ../shared/data is absent)',
  () => {
    it.each(nastyFileNames('csv-spectrum/csvs', '.csv'))('is the comma in csv-spectrum/%s', (name) => {
      expect(detectDialect(readNastyFile('csv-spectrum/csvs', name))).toEqual({ delimiter: 44, quote: 34 });
    });

    it.each(nastyFileNames('csvlint', '.csv'))('is the comma in csvlint/%s', (name) => {
      expect(detectDialect(readNastyFile('csvlint', name))).toEqual({ delimiter: 44, quote: 34 });
    });
  },
);
