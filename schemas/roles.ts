/** The three people whom shops call "customer". A role belongs to an activity, never to a person. */
export const ROLES = ['buyer', 'user', 'client'] as const;
export type Role = (typeof ROLES)[number];

export type Activity = 'order' | 'use';
export type ProductKind = 'goods' | 'service';

/**
 * Who acts in which role: the one table that decides it. Whoever orders goods is their buyer, whoever uses goods is
 * their user, and whoever orders or uses a service is a client.
 */
export const ROLE_OF: Readonly<Record<Activity, Readonly<Record<ProductKind, Role>>>> = {
  order: { goods: 'buyer', service: 'client' },
  use: { goods: 'user', service: 'client' },
};

/** Gives the role of an activity on a product. */
export function classifyRole(activity: Activity, kind: ProductKind): Role {
  return ROLE_OF[activity][kind];
}
