import type { Dataset, DatasetName } from '../dataset.ts';
import { campaigns } from './campaigns.ts';
import { controlTotals } from './control-totals.ts';
import { exchangeRates } from './exchange-rates.ts';
import { feedback } from './feedback.ts';
import { interactions } from './interactions.ts';
import { orders } from './orders.ts';
import { parties } from './parties.ts';
import { products } from './products.ts';
import { usage } from './usage.ts';

/** Every data set by name: what may land. */
export const DATASETS: Readonly<Record<DatasetName, Dataset>> = {
  orders,
  usage,
  feedback,
  interactions,
  products,
  parties,
  campaigns,
  exchange_rates: exchangeRates,
  control_totals: controlTotals,
};
