import type { KnownColumn } from '../columns/canonical-columns.js';

/** How one shop system writes its exports. Data only. */
export interface Profile {
  readonly id: string;
  /** All of these headers together are found in no other export. */
  readonly recognisedBy: readonly string[];
  /** Our column: their headers; a row takes the first of them that it fills. */
  readonly columns: Readonly<Partial<Record<KnownColumn, readonly string[]>>>;
  /** Values of columns that the export does not have. */
  readonly constants?: Readonly<Partial<Record<KnownColumn, string>>>;
  /** Neighbouring rows of one case with the same goods are pieces of one item. */
  readonly onePiecePerRow?: boolean;
}
