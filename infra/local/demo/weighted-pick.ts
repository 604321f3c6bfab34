import { type Random, requireItem } from './random.ts';

/** Picks items of a list by their weights. */
export class WeightedPick<T> {
  readonly #items: T[] = [];
  readonly #sums: number[] = [];
  #sum = 0;

  constructor(weighted: Iterable<readonly [T, number]>) {
    for (const [item, weight] of weighted) {
      this.#sum += weight;
      this.#items.push(item);
      this.#sums.push(this.#sum);
    }
  }

  /** Gives one item; throws `RangeError` where there is none. */
  pick(random: Random): T {
    const target = random.next() * this.#sum;
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (requireItem(this.#sums, middle) > target) high = middle;
      else low = middle + 1;
    }
    return requireItem(this.#items, low);
  }
}
