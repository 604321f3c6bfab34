/** The same words in the two languages the product speaks: plain sentences, no trailing full stop needed. */
export interface Words {
  readonly en: string;
  readonly id: string;
}
