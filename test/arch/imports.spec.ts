import { readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

interface Cruise {
  summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
}

describe('imports', () => {
  const output = execFileSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      'test/arch/dependency-cruiser.cjs',
      '--output-type',
      'json',
      'apps',
      'libs',
      'migrations',
    ],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(output) as Cruise;

  it('go along the flow and through barrels, without cycles', () => {
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  });

  it('have a README beside every library', () => {
    const without = readdirSync('libs').filter((name) => !readdirSync(`libs/${name}`).includes('README.md'));
    expect(without).toEqual([]);
  });
});
