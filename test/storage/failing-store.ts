import type { ObjectStore } from '../../functions/storage/object-store.ts';

/** When a put fails: before anything is stored, or after all of it is, only the answer being lost. */
export type Failure = 'before' | 'after';

/** Stands in for the death of whoever puts. */
export class Crash extends Error {}

/** A store that counts its puts and dies at the n-th; the puts after it die too, as those of a dead process do. */
export function failAtPut(
  store: ObjectStore,
  fatalPut: number,
  failure: Failure,
): ObjectStore & { readonly putCount: number } {
  let putCount = 0;
  return {
    location: store.location,
    get putCount() {
      return putCount;
    },
    head: (key) => store.head(key),
    read: (key, options) => store.read(key, options),
    list: (prefix, options) => store.list(prefix, options),
    delete: (key, options) => store.delete(key, options),
    async put(key, body, condition) {
      putCount++;
      if (putCount < fatalPut) return store.put(key, body, condition);
      if (putCount === fatalPut && failure === 'after') await store.put(key, body, condition);
      throw new Crash(`died at put ${putCount} of ${key}`);
    },
  };
}
