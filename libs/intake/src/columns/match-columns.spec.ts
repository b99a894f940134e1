import { describe, expect, it } from '@jest/globals';
import { matchColumns } from './match-columns.js';

const found = (header: string[], ...rows: string[][]): Record<string, string | undefined> =>
  Object.fromEntries([...matchColumns(header, rows).indexes].map(([column, at]) => [column, header[at]]));

describe('a header that may be a number or a name', () => {
  it('is the name where another header is the number', () => {
    const row = ['NL-1001', 'Regenjacke', '1'];
    expect(found(['Artikelnummer', 'Artikel', 'Menge'], row)).toMatchObject({
      sku: 'Artikelnummer',
      product: 'Artikel',
    });
    expect(found(['Référence article', 'Article', 'Quantité'], row)).toMatchObject({ product: 'Article' });
  });

  it('is the number where another header is the name', () => {
    expect(found(['Artikel', 'Bezeichnung', 'Menge'], ['NL-1001', 'Regenjacke', '1'])).toMatchObject({
      sku: 'Artikel',
      product: 'Bezeichnung',
    });
  });

  it('is what its values look like where it stands alone', () => {
    expect(found(['Article', 'Quantité'], ['Théière en fonte', '1'], ['Assiettes', '2'])).toEqual({
      product: 'Article',
      quantity: 'Quantité',
    });
    expect(found(['Article', 'Quantity'], ['A-100', '1'], ['A-200', '2'])).toEqual({
      sku: 'Article',
      quantity: 'Quantity',
    });
  });
});
