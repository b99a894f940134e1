import { Injectable } from '@nestjs/common';
import { CallList, ClaimNotes, type ClaimScope } from '#desk';
import { InboundReplies, Notifications } from '#notifications';
import type { ContactScreen } from './contact-screen.schema.js';

/** A note by who wrote it. */
export type ReadNote = Omit<ContactScreen['notes'][number], 'agentName'> & { readonly agentId: string };

/** What was said and written about a case. */
@Injectable()
export class ContactConversations {
  constructor(
    private readonly notifications: Notifications,
    private readonly replies: InboundReplies,
    private readonly notes: ClaimNotes,
    private readonly calls: CallList,
  ) {}

  /** Four statements; each kind oldest first. */
  async of(
    { ctx, tx }: ClaimScope,
    caseId: string,
  ): Promise<Pick<ContactScreen, 'messages' | 'replies' | 'calls'> & { notes: ReadNote[] }> {
    const messages = await this.notifications.ofCase(ctx, caseId);
    const replies = await this.replies.ofCase(ctx, caseId);
    const notes = await this.notes.ofCase(ctx, tx, caseId);
    return {
      calls: await this.calls.ofCase(ctx, tx, caseId),
      messages: messages.map(
        ({ id, purpose, channel, language, state, subject, text, sentAt, reason, step }) => ({
          id,
          purpose,
          channel,
          language,
          state,
          subject,
          text,
          sentAt,
          reason,
          step,
        }),
      ),
      replies: replies.map(({ id, receivedAt, channel, text, vouchedBy, attachments }) => ({
        id,
        at: receivedAt,
        channel,
        text,
        authenticated: vouchedBy !== 'address',
        attachments: attachments.map(({ byteCount, ...file }) => ({ ...file, bytes: byteCount })),
      })),
      notes: notes.map((note) => ({
        at: note.at.toISOString(),
        agentId: note.agent_id,
        text: note.text,
        isDraft: note.is_draft,
      })),
    };
  }

  /** What the agent who holds the item has typed so far. */
  inHand(scope: ClaimScope): Promise<{ text: string; version: number }> {
    return this.notes.of(scope);
  }
}
