import type { CaseItem, CaseRecord, Outcome } from '#cases';
import { addDays } from '#platform';
import { MessageProblem } from '../catalogue.js';
import type { MessageItem, MessageSection } from '../message-content.js';
import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, rowOf, valueOf, type Scene } from '../scene.js';
import { deliveryAddress } from './delivery-address.js';
import { refundTiming } from './refund-timing.js';

/** What an item gets, in the order in which a message says it. */
const kinds = ['refund', 'replacement', 'storeCredit', 'repair', 'rejection'] as const;
type Kind = (typeof kinds)[number];

const kindOfOutcome: Readonly<Partial<Record<Outcome, Kind>>> = {
  refund: 'refund',
  replacement: 'replacement',
  store_credit: 'storeCredit',
  repair: 'repair',
  rejection: 'rejection',
};

/** What one kind of decision adds to the message. */
interface Saying {
  readonly section: MessageSection | null;
  readonly brief: readonly string[];
}

/** The case is decided: one outcome for all items, or a mix of them. */
export function decision(scene: Scene): MessageParts {
  const { voice } = scene;
  const items = itemsOf(scene);
  const order = orderOf(scene);
  const groups = groupsOf(items);
  const [only] = groups.keys();
  const situation = groups.size === 1 && only !== undefined ? only : 'mixed';
  const count = piecesOf(items);
  const sayings = [...groups].map(([kind, some]) => sayingOf[kind](scene, some));
  const brief = sayings.flatMap((saying) => saying.brief);
  return {
    subject: voice.say(`subject.${situation}`, { order }),
    opening: voice.say('intro.checked', { order }),
    lead: counted(scene, `result.${situation}`, count),
    news: [...groups].map(([kind, some]) => counted(scene, `result.${kind}`, piecesOf(some))),
    count,
    table: {
      columns: { product: voice.say('table.product'), result: voice.say('table.result') },
      items: items.map((item) => itemRow(scene, item)),
    },
    sections: sayings.flatMap(({ section }) => (section === null ? [] : [section])),
    asked: [],
    closing: groups.has('rejection') ? voice.say('rejection.rights') : null,
    brief,
    spoken: brief,
  };
}

function groupsOf(items: readonly CaseItem[]): ReadonlyMap<Kind, readonly CaseItem[]> {
  const groups = new Map<Kind, CaseItem[]>();
  for (const item of items) {
    const group = groups.get(kindOf(item));
    if (group) group.push(item);
    else groups.set(kindOf(item), [item]);
  }
  return new Map(
    kinds.flatMap((kind) => {
      const group = groups.get(kind);
      return group ? [[kind, group] as const] : [];
    }),
  );
}

function kindOf(item: CaseItem): Kind {
  const kind = item.outcome === null ? undefined : kindOfOutcome[item.outcome];
  if (kind === undefined) throw new MessageProblem('fact_missing', 'outcome');
  return kind;
}

function itemRow(scene: Scene, item: CaseItem): MessageItem {
  const kind = kindOf(item);
  const priced = kind === 'refund' || kind === 'storeCredit';
  const result = scene.voice.say(`item.${kind}`, priced ? { amount: valueOf(scene, [item]) } : {});
  return rowOf(scene, item, result, kind === 'rejection' ? reasonOf(scene, item) : null);
}

const sayingOf: Readonly<Record<Kind, (scene: Scene, items: readonly CaseItem[]) => Saying>> = {
  refund(scene, items) {
    const { voice, record } = scene;
    const total = voice.say('refund.total', { amount: valueOf(scene, items) });
    const account = record.paymentRef === null ? record.iban : null;
    const means =
      account === null
        ? voice.say('refund.sameMeans')
        : voice.say('refund.account', { account: account.replaceAll(' ', '').slice(-4) });
    const timing = refundTiming(scene);
    return {
      section: { heading: voice.say('refund.heading'), key: total, lines: [means, ...timing] },
      brief: [total, ...timing],
    };
  },
  replacement(scene, items) {
    const next = counted(scene, 'replacement.next', piecesOf(items));
    const heading = scene.voice.say('replacement.heading');
    return { section: { heading, key: null, lines: [next, deliveryAddress(scene)] }, brief: [next] };
  },
  storeCredit(scene, items) {
    const { voice, client } = scene;
    const total = voice.say('storeCredit.total', { amount: valueOf(scene, items) });
    const next = voice.say('storeCredit.next', { shop: client.name });
    return {
      section: { heading: voice.say('storeCredit.heading'), key: total, lines: [next] },
      brief: [total],
    };
  },
  repair(scene, items) {
    const next = counted(scene, 'repair.next', piecesOf(items));
    return {
      section: { heading: scene.voice.say('repair.heading'), key: null, lines: [next] },
      brief: [next],
    };
  },
  rejection(scene, items) {
    return { section: null, brief: [...new Set(items.map((item) => reasonOf(scene, item)))] };
  },
};

function reasonOf({ voice, record }: Scene, item: CaseItem): string {
  return voice.say(`rejection.${rejectionReason(record, item)}`);
}

/** What the facts show; `other` where they do not: a wrong reason would be worse than a general one. */
function rejectionReason(
  record: CaseRecord,
  item: CaseItem,
): 'late' | 'used' | 'damaged' | 'incomplete' | 'other' {
  const { condition } = item;
  if (condition === 'used' || condition === 'damaged' || condition === 'incomplete') return condition;
  const asked = record.requestedOn ?? record.receivedOn;
  const had = record.deliveredOn;
  return item.legalBasis === 'withdrawal' && asked !== null && had !== null && asked > addDays(had, 14)
    ? 'late'
    : 'other';
}
