import type { MessageItem, MessageSection } from './message-content.js';

/** The rows of a mail's table, with its headings. */
export interface ItemTable {
  readonly columns: { readonly product: string; readonly result: string };
  readonly items: readonly MessageItem[];
}

/** What a purpose has to say, before a channel frames it: finished sentences of one language. */
export interface MessageParts {
  readonly subject: string;
  /** A sentence ahead of the lead, in mails. */
  readonly opening: string | null;
  /** What happened, with its count. */
  readonly lead: string;
  /** The lead where no table follows it. */
  readonly news: readonly string[];
  /** What the lead counts. */
  readonly count: number;
  readonly table: ItemTable | null;
  readonly sections: readonly MessageSection[];
  /** Labels of what the customer is asked for. */
  readonly asked: readonly string[];
  /** Takes the place of the closing question of a mail. */
  readonly closing: string | null;
  /** What a short message adds, the weightiest first; never empty. */
  readonly brief: readonly string[];
  /** What a spoken message adds. */
  readonly spoken: readonly string[];
}
