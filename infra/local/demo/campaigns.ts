import { formatDay } from '../../../schemas/instant.ts';
import { type Calendar, dayOf, monthOf } from './calendar.ts';
import { STANDING_CODE } from './planting.ts';
import { SEASONS } from './seasons.ts';

/** A row of the data set `campaigns`. */
export type CampaignRow = Readonly<Record<string, string>>;

/** Gives the code of the campaign that runs on a day, apart from the standing one. */
export function seasonalCode(day: number): string | undefined {
  const date = formatDay(day);
  const year = date.slice(2, 4);
  if (isInFast(day)) return `BERKAH${year}`;
  const monthDay = date.slice(5);
  return monthDay >= '12-05' && monthDay <= '12-14' ? `AKHIR${year}` : undefined;
}

function isInFast(day: number): boolean {
  return SEASONS.eidDates.some((eid) => day >= dayOf(eid) - SEASONS.eidDaysBefore && day < dayOf(eid));
}

/** Gives every campaign that began within the calendar. */
export function campaignRows(calendar: Calendar): CampaignRow[] {
  const rows: CampaignRow[] = [
    campaign('C-GAJIAN', STANDING_CODE, 'promotion', calendar.firstDay, undefined, 24_000_000),
    campaign('C-REFERRAL', 'AJAKTEMAN', 'referral', calendar.firstDay + 30, undefined, 6_000_000),
  ];
  for (const eid of SEASONS.eidDates.map(dayOf)) {
    const first = eid - SEASONS.eidDaysBefore;
    if (first < calendar.firstDay || first > calendar.lastDay) continue;
    const year = formatDay(first).slice(2, 4);
    rows.push(campaign(`C-BERKAH${year}`, `BERKAH${year}`, 'promotion', first, eid - 1, 18_000_000));
  }
  for (let year = yearOf(calendar.firstDay); year <= yearOf(calendar.lastDay); year++) {
    const short = String(year).slice(2);
    const first = dayOf(`${year}-12-05`);
    if (first < calendar.firstDay || first > calendar.lastDay) continue;
    rows.push(campaign(`C-AKHIR${short}`, `AKHIR${short}`, 'promotion', first, first + 9, 12_500_000));
    rows.push(campaign(`C-KELAS${short}`, undefined, 'education', first - 90, first - 60, 4_000_000));
  }
  return rows;
}

function yearOf(day: number): number {
  return Math.floor(monthOf(day) / 12);
}

function campaign(
  id: string,
  code: string | undefined,
  purpose: string,
  first: number,
  last: number | undefined,
  cost: number,
): CampaignRow {
  return {
    campaign_id: id,
    code: code ?? '',
    campaign_name: `Program ${code ?? 'kelas seduh'}`,
    purpose,
    audience: purpose === 'education' ? 'pengguna baru' : 'semua',
    channel: 'whatsapp',
    starts_on: formatDay(first),
    ends_on: last === undefined ? '' : formatDay(last),
    cost_amount: String(cost),
  };
}
