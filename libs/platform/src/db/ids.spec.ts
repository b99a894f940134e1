import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { isId, newId } from './ids.js';

describe('new ids', () => {
  it('are UUIDs of version 7 that grow strictly and carry the time', () => {
    const before = Date.now();
    const ids = Array.from({ length: 50_000 }, newId);
    const after = Date.now();
    expect(ids.every((id) => isId(id) && validate(id) && version(id) === 7)).toBe(true);
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] as string))).toBe(true);
    const times = ids.map((id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(after);
  });
});
