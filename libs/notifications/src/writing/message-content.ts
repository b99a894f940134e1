/** One item of the case in a message. */
export interface MessageItem {
  readonly product: string;
  readonly quantity: string;
  readonly result: string;
  /** Why it was declined; null otherwise. */
  readonly reason: string | null;
}

export interface MessageSection {
  readonly heading: string;
  /** The one line that matters most, set in bold; null when there is none. */
  readonly key: string | null;
  readonly list?: readonly string[];
  readonly lines: readonly string[];
}

/** The customer's page: a sentence that names its address. */
export interface MessageAction {
  readonly sentence: string;
  readonly url: string;
}

/** A part of a mail that a client laid out itself. */
export type MessageBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly lines: readonly string[] }
  | { readonly kind: 'items' }
  | { readonly kind: 'sections' };

/**
 * A message as finished sentences in one language, plain text throughout: a layout only places them and escapes. What
 * was sent can be shown again from it and the layout's version.
 */
export interface MessageContent {
  readonly language: string;
  readonly subject: string;
  readonly greeting: string;
  /** The last is what matters most. */
  readonly intro: readonly string[];
  /** Headings of the items; without items there are none. */
  readonly columns?: { readonly product: string; readonly result: string };
  readonly items: readonly MessageItem[];
  readonly sections: readonly MessageSection[];
  /** The client's own order of everything between greeting and closing; stands in place of introduction and sections. */
  readonly blocks?: readonly MessageBlock[];
  readonly action?: MessageAction;
  readonly closing: readonly string[];
  readonly regards: string;
  readonly signature: string;
  readonly footer: readonly string[];
  readonly brand: { readonly name: string; readonly color: string };
}

const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * Text that others wrote, fit for one line of a message: control characters become spaces, invisible and
 * direction-changing ones go, and it is cut at `max` characters.
 */
export function oneLine(text: string, max: number): string {
  const clean = text.replace(controls, ' ').replace(invisible, '').replace(/ {2,}/g, ' ').trim();
  if (clean.length <= max) return clean;
  return `${[...clean].slice(0, max - 1).join('')}…`;
}

/** A name fit for a greeting; null for one that carries an address or a link, which would turn it into an advert. */
export function greetingName(name: string | null): string | null {
  if (name === null) return null;
  const clean = oneLine(name, 80);
  return clean === '' ||
    /[@/\\<>{}[\]|]|www\.|https?:|\.\p{L}{2,}\b.*\.|\p{L}\.(com|net|org|info|biz|ru|xyz|top|shop|online)\b/iu.test(
      clean,
    )
    ? null
    : clean;
}
