/** A value as a person reads it in a locale: counts and amounts grouped, NULL as a dash. Decimals come as text. */
export function showValue(value: unknown, locale: string, type = ''): string {
  if (value === null || value === undefined) return '–';
  if (type.startsWith('decimal')) return showDecimal(String(value), locale);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)))
    return value.toLocaleString(locale);
  if (typeof value === 'number') return value.toLocaleString(locale, { maximumFractionDigits: 4 });
  return typeof value === 'object'
    ? JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))
    : String(value);
}

// By its digits: a number of JavaScript would lose some.
function showDecimal(text: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  return format.format(text as Intl.StringNumericLiteral);
}

/** Gives an amount of money without its decimals, grouped. */
export function showAmount(value: unknown, locale: string): string {
  return value === null || value === undefined ? '–' : Math.round(Number(value)).toLocaleString(locale);
}

export interface TableOptions {
  /** Names of columns whose values stand to the right. */
  readonly right?: ReadonlySet<string>;
  readonly width: number;
}

const GAP = '  ';
const SHORTEST = 8;

/** Gives a table of texts with aligned columns that fits a width: the longest columns are cut, with a mark. */
export function formatTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string {
  const widths = columns.map((name, i) =>
    Math.max(textWidth(name), ...rows.map((row) => textWidth(row[i] ?? ''))),
  );
  shrink(widths, options.width);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => padCell(cell, widths[i] ?? 0, options.right?.has(columns[i] ?? '') === true))
      .join(GAP)
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join(GAP), ...rows.map(line), ''].join(
    '\n',
  );
}

function shrink(widths: number[], limit: number): void {
  const total = () => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (total() > limit) {
    const widest = Math.max(...widths);
    if (widest <= SHORTEST) return;
    widths[widths.indexOf(widest)] = Math.max(SHORTEST, widest - (total() - limit));
  }
}

function padCell(text: string, width: number, isRight: boolean): string {
  const shown = textWidth(text) > width ? `${[...text].slice(0, width - 1).join('')}…` : text;
  const padding = ' '.repeat(Math.max(0, width - textWidth(shown)));
  return isRight ? padding + shown : shown + padding;
}

function textWidth(text: string): number {
  return [...text].length;
}
