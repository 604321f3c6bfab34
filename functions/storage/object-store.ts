import type { z } from 'zod';
import { PelangganError } from '../../schemas/problem.ts';

/** One version of an object, as a listing or a look at it tells. */
export interface StoredObject {
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  readonly byteCount: number;
  readonly lastModified: Date;
}

/** Puts an object only where none is yet, or only over the one that was seen. */
export type PutCondition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

/** Where objects lie: only what S3 really offers, so that a folder and a bucket stand behind the same few operations. */
export interface ObjectStore {
  /** `file:///…` or `s3://bucket/prefix`. */
  readonly location: string;
  head(key: string): Promise<StoredObject | undefined>;
  /** Throws `object_not_found`, or `object_changed` when the version asked for is no longer there. */
  read(
    key: string,
    options?: { versionId?: string; start?: number; end?: number },
  ): AsyncIterable<Uint8Array>;
  /** Throws `object_precondition_failed`; nothing half-written is ever visible. */
  put(
    key: string,
    body: Uint8Array | { readonly file: string },
    condition?: PutCondition,
  ): Promise<StoredObject>;
  /** Gives at most 1,000 objects in the byte order of their keys, and where the next page starts. */
  list(
    prefix: string,
    options?: { startAfter?: string; limit?: number },
  ): Promise<{ readonly objects: readonly StoredObject[]; readonly next?: string }>;
  delete(key: string, options?: { versionId?: string }): Promise<void>;
}

/** Gives every object under a prefix, in the byte order of keys. */
export async function* listAll(store: ObjectStore, prefix: string): AsyncGenerator<StoredObject> {
  let startAfter: string | undefined;
  do {
    const page = await store.list(prefix, startAfter === undefined ? {} : { startAfter });
    yield* page.objects;
    startAfter = page.next;
  } while (startAfter !== undefined);
}

/** Gives an object's whole content. */
export async function readBytes(store: ObjectStore, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Gives an object's content as text. */
export async function readText(store: ObjectStore, key: string): Promise<string> {
  return (await readBytes(store, key)).toString('utf8');
}

/** Gives an object's content as JSON of a schema; throws `object_damaged` when it is not. */
export async function readJson<T>(store: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readText(store, key)));
  } catch (cause) {
    if (cause instanceof PelangganError) throw cause;
    throw new PelangganError(
      'object_damaged',
      `object ${key} is not what was written there; restore it`,
      { key },
      cause,
    );
  }
}
