import pg from 'pg';

/**
 * How values come back from PostgreSQL, set once per process. `date` stays an ISO string (a JavaScript Date would move it
 * by the zone of the machine); `bigint` becomes a number, and is refused beyond 2^53 rather than rounded.
 */
export function installTypeParsers(): void {
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError('a bigint column exceeds 2^53');
    return value;
  });
}
