import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientsModule } from '#clients';
import { newId, OPERATOR_ID } from '#platform';
import { createWorld, type World } from '../../../test/support/world.js';
import { prefixQuery, searchWords } from './article-search-words.js';
import { searchArticles } from './article.queries.js';
import { agentLanguages } from './disposition.schema.js';
import { mandatoryLines } from './mandatory-lines.js';
import { newScriptSchema, scriptSituations, situationOfKind } from './script.schema.js';
import { shipped } from './scripts.service.js';
import { workItemKinds } from './work-item.schema.js';

describe('the scripts that come with the service', () => {
  it.each(scriptSituations)('say the same line by line in every language of the agents: %s', (situation) => {
    const script = shipped.get(situation);
    const { titles, lines } = script ?? { titles: {}, lines: [] };
    expect(newScriptSchema.safeParse({ situation, titles, lines }).error).toBeUndefined();
    expect(Object.keys(titles).toSorted()).toEqual([...agentLanguages].toSorted());
    for (const language of agentLanguages)
      for (const line of lines)
        expect([language, line[language]?.trim().length ?? 0]).not.toEqual([language, 0]);
  });

  it('have one for every kind of work', () => {
    for (const kind of workItemKinds) expect(shipped.has(situationOfKind[kind])).toBe(true);
  });
});

describe('what must be said', () => {
  const facts = { agent: 'Ada', shop: 'Nordlicht', country: 'DE', agentsIn: 'GR', recording: null } as const;
  const sources = (changes: Partial<Parameters<typeof mandatoryLines>[0]>) =>
    mandatoryLines({ ...facts, ...changes }, ['de'], 'en').map(({ source }) => source);

  it('names caller and shop where data protection law asks for it, each by its own law', () => {
    expect(sources({})).toEqual(['Regulation (EU) 2016/679 art. 14(1)(a), 14(3)(b)']);
    expect(sources({ country: 'GB' })[0]).toContain('UK GDPR');
    expect(sources({ country: 'CH' })[0]).toContain('art. 19');
    expect(sources({ country: 'UA' })).toEqual([]);
  });

  it('names to Italians the country one calls from, and from outside the Union the choice besides', () => {
    const [, place] = mandatoryLines({ ...facts, country: 'IT' }, ['it'], 'de');
    expect(place).toMatchObject({
      customer: 'L’operatore con cui sta parlando si trova in questo Paese: Grecia.',
      agent: 'Ich rufe aus diesem Land an: Griechenland.',
    });
    expect(sources({ country: 'IT' })).toHaveLength(2);
    expect(sources({ country: 'IT', agentsIn: 'AL' })).toHaveLength(3);
  });

  it('tells of a recording, or asks, with the national law beside the European', () => {
    expect(sources({ recording: 'ask' })[1]).toBe('Regulation (EU) 2016/679 art. 6(1)(a), 7; § 201(1) StGB');
    expect(sources({ recording: 'announce', country: 'BG' })[1]).toBe(
      'Regulation (EU) 2016/679 art. 13(1)(c)',
    );
  });

  it('leaves no placeholder in any language', () => {
    for (const language of agentLanguages) {
      const lines = mandatoryLines(
        { ...facts, country: 'IT', agentsIn: 'AL', recording: 'ask' },
        [language],
        language,
      );
      for (const { customer } of lines)
        expect([language, customer]).not.toEqual([language, expect.stringMatching(/[{}]/)]);
    }
  });
});

describe('a search among 5,000 articles', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld([ClientsModule]);
    const owner = await world.database.owner();
    await owner.query(
      `INSERT INTO desk_article (client_id, id, version, language, title, body, words, created_at, created_by)
       SELECT '${OPERATOR_ID}', gen_random_uuid(), 1, 'de', 'Artikel ' || i, repeat('wort' || i || ' satz ', 60),
         'artikel ' || i || ' ' || repeat('wort' || i || ' satz ', 60), now() - i * interval '1 minute', 'test'
       FROM generate_series(1, 5000) AS i`,
    );
    await owner.query('ANALYZE desk_article');
    await owner.end();
  }, 60_000);
  afterAll(() => world.close());

  const search = (query: string | null) => ({ query, clientIds: [newId()], language: 'de', limit: 20 });
  const timed = async (query: string | null): Promise<{ ms: number; found: number }> => {
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < 7; i++) {
      const started = performance.now();
      const rows = await world.db.tx(world.across, (tx) => searchArticles(tx, search(query)));
      found = rows.length;
      times.push(performance.now() - started);
    }
    return { ms: times.toSorted((a, b) => a - b)[3] ?? Infinity, found };
  };

  it('answers each key within 50 ms, whether few match or many, or nothing is typed yet', async () => {
    for (const typed of ['wort4711', 'wort47', 'w', 'satz artikel', '']) {
      const { ms, found } = await timed(prefixQuery(typed));
      expect([typed, found > 0, ms < 50]).toEqual([typed, true, true]);
    }
  });

  it('reads the index, not the table', async () => {
    const plan = await world.db.tx(world.across, (tx) =>
      tx.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT id FROM desk_article WHERE in_force AND search @@ to_tsquery('simple', 'wort47:*')`,
      ),
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('ix_desk_article_search');
  });

  it('folds what is typed as what is stored', () => {
    expect(searchWords('Überweisung Straße Łódź ÉTÉ')).toBe('uberweisung strasse lodz ete');
    expect(prefixQuery("  Über 'x:*' & ")).toBe('uber:* & x:*');
    expect(prefixQuery(' &|! ')).toBeNull();
  });
});
