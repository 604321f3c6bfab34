import { dayOfInstant } from './calendar.ts';
import type { Delivery } from './delivery.ts';
import { windowsOf } from './file-plans.ts';
import type { ShopName } from './model.ts';
import { ANSWER_COLUMNS, answerRow, CONTACT_COLUMNS, contactRow } from './rows.ts';
import type { World } from './world.ts';

/** Delivers a shop's contacts and answers, each numbered in order of time. */
export function deliverContacts(world: World, delivery: Delivery, shop: ShopName): void {
  const contacts = inOrder(world.contacts, shop).map((contact, i) => ({ contact, id: `I${i + 1}` }));
  for (const window of windowsOf(shop, 'interactions', world.calendar)) {
    const file = delivery.open('interactions', shop, window, CONTACT_COLUMNS);
    for (const { contact, id } of contacts) {
      if (isWithin(contact.at, window)) file.add(contactRow(contact, id, (at) => file.instant(at)));
    }
    delivery.close(file);
  }
  const answers = inOrder(world.answers, shop).map((answer, i) => ({ answer, id: `J${i + 1}` }));
  for (const window of windowsOf(shop, 'feedback', world.calendar)) {
    const file = delivery.open('feedback', shop, window, ANSWER_COLUMNS);
    for (const { answer, id } of answers) {
      if (isWithin(answer.at, window)) file.add(answerRow(answer, id, (at) => file.instant(at)));
    }
    delivery.close(file);
  }
}

function inOrder<T extends { shop: ShopName; at: number }>(records: readonly T[], shop: ShopName): T[] {
  return records.filter((record) => record.shop === shop).sort((a, b) => a.at - b.at);
}

function isWithin(at: number, window: { firstDay: number; lastDay: number }): boolean {
  const day = dayOfInstant(at);
  return day >= window.firstDay && day <= window.lastDay;
}
