import { macro, raise, refuseValue } from './guard.ts';

const zero = raise('division by zero; divide by nullif(x, 0)');
const zeroFloat = refuseValue(
  'division by zero gives infinity or NaN on Athena only; divide by nullif(x, 0)',
);

// Coefficients of the tail of the normal distribution: W. J. Cody's rational form as given by G. West (2005), to 1e-15.
const TAIL_ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const TAIL_BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

function polynomial(coefficients: readonly number[]): string {
  return coefficients
    .map((each) => `CAST('${each}' AS DOUBLE)`)
    .reduce((sum, each) => `(${sum} * z + ${each})`);
}

/** Macros of numbers. */
export const NUMBER_MACROS: readonly string[] = [
  macro('trino_quotient(a, b)', `CASE WHEN b = 0 THEN ${zero} ELSE a // b END`),
  macro('trino_remainder(a, b)', `CASE WHEN b = 0 THEN ${zero} ELSE a % b END`),
  macro('trino_divide(a, b)', `CASE WHEN b = 0 THEN ${zeroFloat} ELSE a / b END`),
  macro('trino_float_remainder(a, b)', `CASE WHEN b = 0 THEN ${zeroFloat} ELSE a % b END`),
  macro('trino_nonzero(x)', `CASE WHEN x = 0 THEN ${zeroFloat} ELSE x END`),
  macro(
    'trino_finite(x)',
    `CASE WHEN isfinite(x) OR x IS NULL THEN x ELSE ${refuseValue('a result is infinite or no number')} END`,
  ),
  macro('trino_finite_or_null(x)', 'CASE WHEN isfinite(x) THEN x END'),
  // Trino rounds the digits of a double's shortest text, as it does in casts to decimal.
  macro('trino_round(x, n)', 'round(x, n)'),
  macro(
    'trino_width_bucket(x, lo, hi, n)',
    `CASE WHEN x IS NULL OR lo IS NULL OR hi IS NULL OR n IS NULL THEN NULL
      WHEN n <= 0 OR lo = hi THEN ${raise('width_bucket needs a positive count and two different bounds')}
      WHEN lo > hi THEN ${refuseValue('width_bucket from a high to a low bound')}
      WHEN x < lo THEN 0 WHEN x >= hi THEN n + 1 ELSE CAST(floor((x - lo) / (hi - lo) * n) AS BIGINT) + 1 END`,
  ),
  macro(
    'trino_normal_tail(z)',
    `CASE WHEN z > 37 THEN 0 WHEN z < 7.07106781186547
      THEN exp(-z * z / 2) * ${polynomial(TAIL_ABOVE)} / ${polynomial(TAIL_BELOW)}
      ELSE exp(-z * z / 2) / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / 2.506628274631 END`,
  ),
  macro(
    'trino_normal_cdf(mean, deviation, x)',
    `CASE WHEN deviation <= 0 THEN ${raise('normal_cdf needs a positive deviation')}
      WHEN x < mean - 5 * deviation THEN ${refuseValue('normal_cdf below five deviations has other digits on Athena')}
      WHEN x > mean THEN 1 - trino_normal_tail(abs((x - mean) / deviation))
      ELSE trino_normal_tail(abs((x - mean) / deviation)) END`,
  ),
];
