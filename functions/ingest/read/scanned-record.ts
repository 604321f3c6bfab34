/** The delimiter and the quote of a delimited file, as bytes; a quote of -1 means that nothing is quoted. */
export interface Dialect {
  readonly delimiter: number;
  readonly quote: number;
}

export type RecordProblem =
  | 'too_few_fields'
  | 'too_many_fields'
  | 'unclosed_quote'
  | 'text_after_quote'
  | 'bad_utf8'
  | 'nul_byte'
  | 'record_too_long'
  | 'record_truncated';

/** One record found in the window; the same object is reused for every record: copy what you keep. */
export interface ScannedRecord {
  /** 1 for the first record after the header; blank lines are not counted. */
  number: number;
  /** Line number of its first line; the first line of the file is 1. */
  line: number;
  /** Offset of its first byte in the decoded source. */
  byteOffset: number;
  /** Length with its line end. */
  byteLength: number;
  /** The window that holds it, and where its bytes lie there, without line end (of an overlong one, the first). */
  buffer: Uint8Array;
  start: number;
  end: number;
  fieldCount: number;
  /** Where the content of field i lies in `buffer`, without its quotes; of no meaning where there is a problem. */
  fieldStart: Int32Array;
  fieldEnd: Int32Array;
  /** 1 where the content of field i still holds doubled quotes. */
  fieldEscaped: Uint8Array;
  /** No byte of the record is over 127. */
  ascii: boolean;
  problem: RecordProblem | undefined;
}
