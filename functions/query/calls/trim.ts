const FUNCTIONS = { both: 'trim', leading: 'ltrim', trailing: 'rtrim' } as const;

/** DuckDB text of a trim: of the white space that Java knows (DuckDB knows the space alone), or of given signs. */
export function trimTo(
  side: 'both' | 'leading' | 'trailing',
  subject: string,
  signs: string | undefined,
): string {
  if (signs !== undefined) return `${FUNCTIONS[side]}(${subject}, ${signs})`;
  return `trino_${FUNCTIONS[side]}(${subject})`;
}
