/**
 * Why a withdrawal may be answered other than by a refund. Each names what takes the right away or ends it; the rest of
 * Directive 2011/83 art. 16 concerns services, auctions and digital content, which do not come back as goods.
 */
export const exceptions = [
  'period_expired',
  'made_to_order',
  'perishable',
  'hygiene_unsealed',
  'mixed',
  'alcohol_futures',
  'media_unsealed',
  'periodical',
] as const;
export type Exception = (typeof exceptions)[number];

export interface ExceptionMeaning {
  readonly article: string;
  /** What a rule that claims it must ask for, or it would claim it for goods it doesn't hold for. */
  readonly needs: readonly ('goods' | 'unsealed' | 'days')[];
}

export const exceptionMeanings: Readonly<Record<Exception, ExceptionMeaning>> = {
  period_expired: { article: '2011/83 art. 9(1), 9(2)(b)', needs: ['days'] },
  made_to_order: { article: '2011/83 art. 16(c)', needs: ['goods'] },
  perishable: { article: '2011/83 art. 16(d)', needs: ['goods'] },
  hygiene_unsealed: { article: '2011/83 art. 16(e)', needs: ['goods', 'unsealed'] },
  mixed: { article: '2011/83 art. 16(f)', needs: ['goods'] },
  alcohol_futures: { article: '2011/83 art. 16(g)', needs: ['goods'] },
  media_unsealed: { article: '2011/83 art. 16(i)', needs: ['goods', 'unsealed'] },
  periodical: { article: '2011/83 art. 16(j)', needs: ['goods'] },
};

/**
 * Why goods that lack conformity may be answered other than by repair or replacement. A rule may claim these; the
 * hand grounds are about one item and one customer, so only a person who has looked can. `liability_expired` is
 * checked against the dates again when an item is decided.
 */
export const grounds = [
  'impossible',
  'disproportionate',
  'declined_by_consumer',
  'repair_failed',
  'serious_defect',
  'short_term_choice',
  'liability_expired',
] as const;
export type Ground = (typeof grounds)[number];

/**
 * `consumer_agreed`: the agreement is recorded in the reason given. `no_lack_of_conformity`: the goods were looked at.
 * `basis_does_not_apply`: the stated legal basis turned out wrong, for example bought in a shop, or not recalled.
 */
export const handGrounds = ['consumer_agreed', 'no_lack_of_conformity', 'basis_does_not_apply'] as const;
export type HandGround = (typeof handGrounds)[number];

export const groundArticles: Readonly<Record<Ground | HandGround, string>> = {
  impossible: '2019/771 art. 13(3), 13(4)(a)',
  disproportionate: '2019/771 art. 13(3), 13(4)(a)',
  declined_by_consumer: '2019/771 art. 21(1)',
  repair_failed: '2019/771 art. 13(4)(b)',
  serious_defect: '2019/771 art. 13(4)(c)',
  short_term_choice: '2019/771 art. 3(7)',
  liability_expired: '2019/771 art. 10(1), 10(3)',
  consumer_agreed: '2011/83 art. 13(1), 2019/771 art. 21(1)',
  no_lack_of_conformity: '2019/771 art. 5 to 8, 11',
  basis_does_not_apply: '2011/83 art. 3, 2019/771 art. 3, 2023/988 art. 37',
};

/** Everything that a person may name when deciding by hand. */
export const allGrounds = [...exceptions, ...grounds, ...handGrounds] as const;
export type AnyGround = (typeof allGrounds)[number];
