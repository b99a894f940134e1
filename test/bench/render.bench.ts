import { Catalogue, currentLayout, layoutOf, messageLanguages, writeMessage } from '#notifications';
import { newItem, newCaseRecord } from '../support/case-factory.js';
import { benchClient } from './bench-client.js';
import { median, seconds, type Bench } from './bench.js';

const perRun = 20_000;
const promised = 3_000;

/** Whole decision mails, HTML and text, all languages mixed, three items each, on one core. */
export const renderBench: Bench = {
  name: 'render',
  async run(kit) {
    const catalogue = Catalogue.load();
    const client = benchClient();
    const layout = layoutOf(currentLayout);
    const now = new Date('2026-03-02T10:00:00Z');
    const records = messageLanguages.map((language) =>
      newCaseRecord({
        state: 'decided',
        language,
        deadlineOn: '2026-03-16',
        items: [
          newItem({ outcome: 'refund', quantity: 2 }),
          newItem({ outcome: 'replacement', lineNo: 2 }),
          newItem({ outcome: 'rejection', lineNo: 3, condition: 'used' }),
        ],
      }),
    );
    const count = Math.max(1_000, Math.round(perRun * kit.scale));
    let characters = 0;
    const run = (): void => {
      for (let i = 0; i < count; i++) {
        const n = i % records.length;
        const record = records[n];
        const language = messageLanguages[n];
        if (!record || !language) continue;
        const order = {
          purpose: 'decision',
          channel: 'email',
          language,
          record,
          client,
          facts: {},
          now,
        } as const;
        const { content, text } = writeMessage(catalogue, order);
        if (content !== null) characters += layout.html(content).length + text.length;
      }
    };
    run();
    const rates: number[] = [];
    for (let i = 0; i < kit.repeats; i++) rates.push(count / (await seconds(async () => run())));
    kit.log(`render: ${characters} characters`);
    const ours = median(rates);
    return [
      {
        path: `render: decision mail, all ${messageLanguages.length} languages mixed, HTML and text`,
        ours,
        unit: 'mails/s',
        promise: { text: `at least ${promised} mails/s on one core`, kept: ours >= promised },
      },
    ];
  },
};
