/**
 * An error that a person can act on: a bad file, setting, query or call.
 *
 * `code` is stable and meant for branching; `details` carries the numbers and names behind the message, never a
 * value from a person's record. A bad *row* is never thrown: it is a value with line, field and problem.
 */
export class PelangganError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PelangganError';
    this.code = code;
    this.details = details;
  }
}
