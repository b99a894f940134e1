import { Injectable } from '@nestjs/common';
import { Database, DomainError, fail, type ClientCtx, type Ctx, type Tx } from '#platform';
import { Clients } from '#clients';
import { inScopeOf } from './claim-scope.js';
import { noteOf, notesOfCase, saveNote, type CaseNoteRow, type NotePlace } from './claim-note.queries.js';
import type { NoteDraft, SavedNote } from './claim-note.schema.js';
import { claimPlace } from './claim.queries.js';
import { Claims, type ClaimScope } from './claims.service.js';
import { deskFail } from './desk.errors.js';
import { deskSettings } from './desk-settings.js';

/** What agents type while they work: kept as typed, whatever becomes of the claim. */
@Injectable()
export class ClaimNotes {
  constructor(
    private readonly db: Database,
    private readonly claims: Claims,
    private readonly clients: Clients,
  ) {}

  /**
   * Stores the text as the next version. Raises `desk.note_changed`, with the stored text and version in `errors`, when
   * it was typed over an older one; and `desk.claim_lost`, having kept the text as a draft on the case.
   */
  async save(ctx: Ctx, claimId: string, draft: NoteDraft): Promise<SavedNote> {
    const { token, text, version } = draft;
    return this.orKeep(ctx, { id: claimId, token }, text, () =>
      this.claims.within(ctx, { id: claimId, token }, async ({ ctx: scoped, tx, claim }) => {
        const saved = await saveNote(tx, scoped.clientId, placeOf(claim), text, version);
        if (saved) return { version: saved.version, savedAt: saved.saved_at.toISOString() };
        const stored = await noteOf(tx, scoped.clientId, claimId);
        throw deskFail('desk.note_changed', {}, [
          { pointer: '/text', code: 'note.stored', detail: stored?.text ?? '' },
          { pointer: '/version', code: 'note.stored', detail: String(stored?.version ?? 0) },
        ]);
      }),
    );
  }

  /** The note of a claim as it stands, for its screen. */
  async of(scope: ClaimScope): Promise<{ text: string; version: number }> {
    const row = await noteOf(scope.tx, scope.ctx.clientId, scope.claim.id);
    return { text: row?.text ?? '', version: row?.version ?? 0 };
  }

  /** What agents noted about a case before, oldest first. */
  ofCase(ctx: ClientCtx, tx: Tx, caseId: string): Promise<CaseNoteRow[]> {
    return notesOfCase(tx, ctx.clientId, caseId);
  }

  /** The note with which an item is done. Raises `request.invalid` where the client wants one and there is none. */
  async finish({ ctx, tx, claim }: ClaimScope, text: string): Promise<void> {
    await this.add(ctx, tx, placeOf(claim), text);
    if (deskSettings(await this.clients.current(ctx)).wrapUp.mode !== 'required') return;
    const stored = await noteOf(tx, ctx.clientId, claim.id);
    if (!stored || stored.text.trim() === '')
      throw fail('request.invalid', {}, [{ pointer: '/note', code: 'field.required' }]);
  }

  /** Adds a text to the claim's note in the caller's transaction, unless it is in there already. Loses nothing. */
  async add(ctx: ClientCtx, tx: Tx, place: NotePlace, text: string): Promise<void> {
    for (;;) {
      const stored = await noteOf(tx, ctx.clientId, place.claimId);
      const whole = joined(stored?.text ?? '', text.trim());
      if (whole === (stored?.text ?? '')) return;
      // Undefined only when another tab stored the first version in between: then it is there to be added to.
      if (await saveNote(tx, ctx.clientId, place, whole, stored?.version ?? 0)) return;
    }
  }

  /** Runs `act`; where that fails because the claim was lost, the text stays with the case all the same. */
  async orKeep<T>(
    ctx: Ctx,
    held: { readonly id: string; readonly token: string },
    text: string,
    act: () => Promise<T>,
  ): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof DomainError && error.code === 'desk.claim_lost') await this.keep(ctx, held, text);
      throw error;
    }
  }

  private async keep(ctx: Ctx, held: { id: string; token: string }, text: string): Promise<void> {
    if (text.trim() === '') return;
    const agentId = ctx.actor.id;
    const place = await this.db.tx({ ...ctx, clientId: null }, (tx) => claimPlace(tx, { agentId, ...held }));
    if (!place) return;
    const scoped = inScopeOf(ctx, place.client_id);
    await this.db.tx(scoped, (tx) =>
      this.add(scoped, tx, { claimId: held.id, caseId: place.case_id, agentId }, text),
    );
  }
}

export function placeOf(claim: ClaimScope['claim']): NotePlace {
  return { claimId: claim.id, caseId: claim.case_id, agentId: claim.agent_id };
}

/** Both texts; the longer one where one holds the other. */
function joined(stored: string, added: string): string {
  if (stored.includes(added)) return stored;
  return added.includes(stored) ? added : `${stored}\n\n${added}`;
}
