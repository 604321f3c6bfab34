import { describe, expect, it } from 'vitest';
import { classifyRole } from '../../schemas/roles.ts';

describe('classifyRole', () => {
  it.each([
    ['order', 'goods', 'buyer'],
    ['order', 'service', 'client'],
    ['use', 'goods', 'user'],
    ['use', 'service', 'client'],
  ] as const)('makes who does %s of %s a %s', (activity, kind, role) => {
    expect(classifyRole(activity, kind)).toBe(role);
  });
});
