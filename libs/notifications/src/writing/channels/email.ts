import type { MessageLanguage } from '../languages.js';
import { oneLine, greetingName, type MessageContent } from '../message-content.js';
import type { MessageParts } from '../message-parts.js';
import { contactOf, orderOf, type Scene } from '../scene.js';

/** A mail: greeting, what happened, the items, what follows, and who writes. */
export function asEmail(scene: Scene, parts: MessageParts): MessageContent {
  const { voice, record, client, link } = scene;
  const name = greetingName(record.customer.name);
  const order = orderOf(scene);
  const shop = client.name;
  const { table } = parts;
  return {
    language: voice.language,
    subject: parts.subject,
    greeting: name === null ? voice.say('greeting.unnamed') : voice.say('greeting.named', { name }),
    intro: parts.opening === null ? [afterGreeting(voice.language, parts.lead)] : [parts.opening, parts.lead],
    ...(table && { columns: table.columns }),
    items: table?.items ?? [],
    sections: parts.sections,
    ...(link !== null && parts.asked.length > 0
      ? { action: { sentence: voice.say('ask.link', { link }), url: link } }
      : {}),
    closing: [
      parts.closing ?? voice.say('closing.question'),
      voice.say('closing.contact', { contact: contactOf(scene) }),
    ],
    regards: voice.say('closing.regards'),
    signature: voice.say('signature.team', { shop }),
    footer: [
      voice.say('footer.about', { order, shop, case: oneLine(record.caseRef, 60) }),
      senderAddress(scene),
    ],
    brand: { name: shop, color: client.brand.color },
  };
}

/** Languages that go on in small letters after the comma of a greeting; their own openings are written so. */
const goingOn: ReadonlySet<MessageLanguage> = new Set(['cs', 'de', 'el', 'it', 'pl']);

/** A sentence that stands by itself elsewhere, as it is written after a greeting. */
export function afterGreeting(language: MessageLanguage, sentence: string): string {
  return goingOn.has(language)
    ? sentence.slice(0, 1).toLocaleLowerCase(language) + sentence.slice(1)
    : sentence;
}

function senderAddress({ client, formats, record }: Scene): string {
  const { street, postalCode, city, country } = client.address;
  const abroad = country === record.country ? [] : [formats.country(country)];
  return [client.legalName, street, `${postalCode} ${city}`, ...abroad].join(', ');
}
