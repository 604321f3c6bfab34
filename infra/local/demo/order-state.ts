import type { DemoLine, DemoOrder, OrderStatus, StatusStep } from './model.ts';

/** What an export made at one instant says of an order line. */
export interface LineState {
  readonly status: OrderStatus;
  readonly statusAt: number;
  /** Hundredths of the currency; 0 until the money went back. */
  readonly refund: number;
}

/** Gives what was known of a line at an instant not before its order. */
export function lineStateAt(order: DemoOrder, line: DemoLine, instant: number): LineState {
  const steps = line.laterStep === undefined ? order.steps : [...order.steps, line.laterStep];
  const known = steps.filter((step) => step.at <= instant);
  const last = known.at(-1) ?? firstStep(order);
  const isSettled = known.length === steps.length;
  return { status: last.status, statusAt: last.at, refund: isSettled ? (line.refund ?? 0) : 0 };
}

/** Gives the lines that an order had at an instant. */
export function linesAt(order: DemoOrder, instant: number): readonly DemoLine[] {
  const hasLost = order.loses !== undefined && order.loses.at <= instant;
  return hasLost ? order.lines.slice(0, -1) : order.lines;
}

/** Tells whether any status of an order or its lines was reached after one instant and by another. */
export function changedBetween(order: DemoOrder, after: number, until: number): boolean {
  const falls = (step: StatusStep) => step.at > after && step.at <= until;
  return order.steps.some(falls) || order.lines.some((line) => line.laterStep && falls(line.laterStep));
}

/** Tells whether a status counts as paid. */
export function isPaid(status: OrderStatus): boolean {
  return status === 'paid' || status === 'shipped' || status === 'completed';
}

function firstStep(order: DemoOrder): StatusStep {
  return order.steps[0] ?? { status: 'pending', at: order.at };
}
