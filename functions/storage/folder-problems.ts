import { PelangganError } from '../../schemas/problem.ts';

/** What the system's codes mean to whoever has to act. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied; allow it to the user who runs this',
  EPERM: 'permission is denied; allow it to the user who runs this',
  EROFS: 'the disk may only be read; name a folder on another',
  ENOSPC: 'the disk is full; make room and run again',
  EDQUOT: 'the quota of the disk is used up; make room and run again',
  EISDIR: 'a folder has this name; rename one of the two',
  ENOTDIR: 'a part of its name is a file, not a folder; rename one of the two',
  EEXIST: 'a part of its name is a file, not a folder; rename one of the two',
  ENAMETOOLONG: 'its name is too long for this disk; shorten it',
  ELOOP: 'links lead in a circle; remove one',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  EIO: 'the disk reports an error; check the disk',
};

/** Gives the system's code of an error, `unknown` where it has none. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}

/** Tells whether an error says that nothing lies at a path. */
export function isAbsent(cause: unknown): boolean {
  const code = errorCode(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Gives the error for what lies there but cannot be read. */
export function unreadable(key: string, cause: unknown): PelangganError {
  return refusedBySystem('object_unreadable', 'read', key, cause);
}

/** Gives the error for what cannot be written or deleted. */
export function unwritable(key: string, cause: unknown): PelangganError {
  return refusedBySystem('object_unwritable', 'written', key, cause);
}

function refusedBySystem(problem: string, verb: string, key: string, cause: unknown): PelangganError {
  if (cause instanceof PelangganError) return cause;
  const code = errorCode(cause);
  const reason = REASONS[code] ?? 'the system refuses it; check the disk and its permissions';
  const message = `object ${key === '' ? 'folder' : key} cannot be ${verb} (${code}): ${reason}`;
  return new PelangganError(problem, message, { key, found: code }, cause);
}

/** Gives the error for an object that is not there. */
export function notFound(key: string, cause?: unknown): PelangganError {
  return new PelangganError('object_not_found', `object ${key} is not there`, { key }, cause);
}

/** Gives the error for an object that is another version than was asked for, or became one under way. */
export function changed(key: string): PelangganError {
  return new PelangganError('object_changed', `object ${key} changed while it was read; run again`, { key });
}

/** Gives the error for a conditional put that lost. */
export function preconditionFailed(key: string): PelangganError {
  return new PelangganError(
    'object_precondition_failed',
    `object ${key} is no longer what it was; read it again`,
    { key },
  );
}

/** Gives the error for a key that is no name of a file within the folder. */
export function invalidKey(key: string): PelangganError {
  return new PelangganError(
    'object_key_invalid',
    `object key ${JSON.stringify(key)} leads out of its folder, or has an empty or hidden part; name a file within it`,
    { key },
  );
}

/** Throws what is wrong with a folder that cannot be opened. */
export function refuseFolder(folder: string, cause: unknown): never {
  const code = errorCode(cause);
  if (code === 'ENOENT')
    throw new PelangganError(
      'folder_not_found',
      `folder ${folder} is not there; make it, or give another name`,
      { folder },
      cause,
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    throw new PelangganError(
      'folder_not_a_directory',
      `${folder} is a file, not a folder; give the name of a folder`,
      { folder },
      cause,
    );
  throw new PelangganError(
    'folder_unreadable',
    `folder ${folder} cannot be opened (${code}): ${REASONS[code] ?? 'check its permissions'}`,
    { folder, found: code },
    cause,
  );
}
