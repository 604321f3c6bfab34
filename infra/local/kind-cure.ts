import type { ProblemCode } from '../../schemas/problem-codes.ts';

/** The problem that a setting cures. */
export const UNKNOWN_KIND: ProblemCode = 'product_kind_unknown';

/** Gives the words on what cures a file of which more than half is rejected for want of a product kind. */
export function cureOfUnknownKind(
  path: string,
  unknownCount: number,
  recordCount: number,
): string | undefined {
  if (unknownCount * 2 <= recordCount || unknownCount === 0) return undefined;
  return `${path}: nothing tells whether its products are goods or services: land a file of products with product_kind, or start a lake with --set default_product_kind=goods (or service), or with the setting category_kinds\n`;
}
