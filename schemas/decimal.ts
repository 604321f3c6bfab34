/** How numbers are written in a file: `1.250.000,50` has decimal `,` and group `.`; affixes such as `Rp` are dropped. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  readonly group?: '.' | ',' | ' ' | "'" | undefined;
  readonly affixes?: readonly string[] | undefined;
  /** Round half up to so many decimals: for exports of floating-point numbers, whose last digits say nothing. */
  readonly round?: number | undefined;
}

export const PLAIN_NUMBER: NumberFormat = { decimal: '.' };

/** Plain decimals only: no exponent, no sign but `-`, digits on both sides of the point. */
const PLAIN = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

/**
 * Gives a number written in `format` as a plain decimal (`1250000.5`: no group marks, no needless zeros), or undefined
 * when it cannot be read so. Group marks must stand every three digits: `2,0249` is refused, never guessed.
 */
export function normaliseDecimal(raw: string, format: NumberFormat = PLAIN_NUMBER): string | undefined {
  const plain = format === PLAIN_NUMBER ? raw : toPlain(raw, format);
  const match = plain === undefined ? null : PLAIN.exec(plain);
  if (plain === undefined || match === null) return undefined;
  if (format.round !== undefined && (match[3]?.length ?? 0) > format.round)
    return normaliseDecimal(rounded(plain, format.round));
  const whole = (match[2] ?? '').replace(/^0+(?=[0-9])/, '');
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const sign = match[1] === '-' && (whole !== '0' || fraction !== '') ? '-' : '';
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

function toPlain(raw: string, format: NumberFormat): string | undefined {
  let text = raw;
  for (const affix of format.affixes ?? []) text = stripAffix(text, affix);
  const [whole = '', fraction, ...more] = text.split(format.decimal);
  if (more.length > 0) return undefined;
  const digits = format.group === undefined ? whole : ungroup(whole, format.group);
  if (digits === undefined) return undefined;
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

function stripAffix(text: string, affix: string): string {
  const lower = text.toLowerCase();
  const mark = affix.toLowerCase();
  if (lower.startsWith(mark)) return text.slice(affix.length).trim();
  if (lower.startsWith(`-${mark}`)) return `-${text.slice(affix.length + 1).trim()}`;
  return lower.endsWith(mark) ? text.slice(0, -affix.length).trim() : text;
}

function ungroup(whole: string, group: string): string | undefined {
  const [first = '', ...rest] = whole.split(group);
  if (rest.length === 0) return whole;
  if (!/^-?[0-9]{1,3}$/.test(first) || rest.some((part) => !/^[0-9]{3}$/.test(part))) return undefined;
  return first + rest.join('');
}

/** Gives a plain decimal as a whole number of 10^-scale units (`1.5` at scale 4 is 15000n), half rounded up. */
export function toUnits(plain: string, scale: number): bigint {
  const negative = plain.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? plain.slice(1) : plain).split('.');
  const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const rounded = (fraction[scale] ?? '0') >= '5' ? kept + 1n : kept;
  return negative ? -rounded : rounded;
}

/** Gives the product of two numbers of 10^-4 units in 10^-4 units, half rounded away from zero as SQL decimals are. */
export function multiplyUnits(a: bigint, b: bigint): bigint {
  const product = a * b;
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude + 5000n) / 10000n;
  return product < 0n ? -rounded : rounded;
}

function rounded(plain: string, decimals: number): string {
  const units = toUnits(plain, decimals);
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${decimals === 0 ? '' : `.${digits.slice(cut)}`}`;
}
