import { ARRAY_MACROS } from './prelude/arrays.ts';
import { CAST_MACROS } from './prelude/casts.ts';
import { DATE_MACROS } from './prelude/dates.ts';
import { NUMBER_MACROS } from './prelude/numbers.ts';
import { STRING_MACROS } from './prelude/strings.ts';

/** The macros that give Trino's meaning to what the rewriting emits, as DuckDB statements in order. */
export const PRELUDE: readonly string[] = [
  ...NUMBER_MACROS,
  ...CAST_MACROS,
  ...STRING_MACROS,
  ...ARRAY_MACROS,
  ...DATE_MACROS,
];
