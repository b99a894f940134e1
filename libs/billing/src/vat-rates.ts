/**
 * Standard VAT rates of the member states in hundredths of a per cent, as in force in 2026.
 * Source: European Commission, Taxes in Europe Database; the changes of the last years: Estonia 24 % since 1 July 2025,
 * Finland 25.5 % since 1 September 2024, Romania 21 % since 1 August 2025, Slovakia 23 % since 1 January 2025.
 */
export const standardVatRatesE2: Readonly<Record<string, number>> = {
  AT: 2_000,
  BE: 2_100,
  BG: 2_000,
  CY: 1_900,
  CZ: 2_100,
  DE: 1_900,
  DK: 2_500,
  EE: 2_400,
  ES: 2_100,
  FI: 2_550,
  FR: 2_000,
  GR: 2_400,
  HR: 2_500,
  HU: 2_700,
  IE: 2_300,
  IT: 2_200,
  LT: 2_100,
  LU: 1_700,
  LV: 2_100,
  MT: 1_800,
  NL: 2_100,
  PL: 2_300,
  PT: 2_300,
  RO: 2_100,
  SE: 2_500,
  SI: 2_200,
  SK: 2_300,
};
