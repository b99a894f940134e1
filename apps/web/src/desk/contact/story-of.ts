import type { ContactScreen, DeskCall, ScreenMessage, ScreenReply } from '../desk-contract';

type Event = ContactScreen['timeline'][number];
type Note = ContactScreen['notes'][number];

/** One entry of a case's story. */
export type Told = { readonly key: string; readonly at: string | null } & (
  | { readonly kind: 'message'; readonly message: ScreenMessage }
  | { readonly kind: 'reply'; readonly reply: ScreenReply }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'call'; readonly call: DeskCall }
  | { readonly kind: 'event'; readonly event: Event }
);

/** Told by their own entries already. */
const toldElsewhere = /^(message|reply)\./;

/** Everything that happened in a case in one order, newest first; what is still to come leads. */
export function storyOf({ timeline, messages, replies, notes, calls }: ContactScreen): Told[] {
  const all: Told[] = [
    ...messages.map((message) => ({
      kind: 'message' as const,
      key: message.id,
      at: message.sentAt,
      message,
    })),
    ...replies.map((reply) => ({ kind: 'reply' as const, key: reply.id, at: reply.at, reply })),
    ...notes.map((note, at) => ({ kind: 'note' as const, key: `note ${at}`, at: note.at, note })),
    ...calls.map((call) => ({ kind: 'call' as const, key: call.id, at: call.startedAt ?? null, call })),
    ...timeline
      .filter(({ kind }) => !toldElsewhere.test(kind))
      .map((event, at) => ({ kind: 'event' as const, key: `event ${at}`, at: event.at, event })),
  ];
  const instant = ({ at }: Told): number => (at === null ? Infinity : Date.parse(at));
  return all.toSorted((a, b) => (instant(a) === instant(b) ? 0 : instant(b) - instant(a)));
}
