import { queryClient } from '../api/query-client';
import { ProblemError } from '../api/problem';
import { deskApi } from './desk-api';
import type { Claim, DeskMe, SaidState } from './desk-contract';
import { desk, type LostContact } from './desk-store';
import { drafts } from './drafts';
import { handling } from './handling';
import { noteInHand } from './note-in-hand';
import { tabs } from './tabs';

export const meKey = ['desk', 'me'] as const;

export function isClaimLost(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'desk.claim_lost';
}

function present(): DeskMe | undefined {
  return queryClient.getQueryData<DeskMe>(meKey);
}

function change(changes: Partial<DeskMe>): void {
  queryClient.setQueryData<DeskMe>(meKey, (me) => me && { ...me, ...changes });
}

/** Claims that this page is concluding. */
const ending = new Set<string>();

/** Concludes a contact by `finish`: that the server says it is over while that is on its way is no loss. */
export async function concluding<T>(claim: Claim, finish: () => Promise<T>): Promise<T> {
  ending.add(claim.id);
  try {
    return await finish();
  } finally {
    ending.delete(claim.id);
  }
}

/** Counts contacts begun and ended here: an answer about an earlier one says nothing about this one. */
let turn = 0;

/** Where the agent stands, from the server; what this tab shows follows from it. */
export async function readMe(): Promise<DeskMe> {
  const asked = turn;
  const me = await deskApi.me();
  const before = present();
  const shown = before?.claim ?? null;
  if (before && (asked !== turn || (shown && ending.has(shown.id))))
    return { ...me, claim: shown, presence: before.presence };
  if (shown && tabs.here.get() === shown.id && me.claim?.id !== shown.id) loseContact(shown);
  if (me.claim) {
    handling.measured(me.claim.id, me.claim.handlingSeconds);
    void tabs.open(me.claim.id);
  } else tabs.close();
  return me;
}

/** Asks for the next contact; when there is none, it comes by itself as soon as there is. */
export async function takeNext(): Promise<void> {
  if (present()?.presence.state !== 'available') await sayPresence('available');
  const claim = await deskApi.next();
  if (claim) begin(claim);
  desk.isWaiting.set(!claim);
}

export async function sayPresence(state: SaidState): Promise<void> {
  change({ presence: await deskApi.say(state) });
  if (state !== 'available') desk.isWaiting.set(false);
}

function begin(claim: Claim): void {
  turn++;
  drafts.forgetAllBut(claim.id);
  handling.measured(claim.id, claim.handlingSeconds);
  tabs.hold(claim.id);
  desk.lost.set(null);
  change({ claim, presence: { state: 'on_contact', since: claim.claimedAt } });
}

/** The contact is concluded: what was read of the customer leaves the memory, and the agent goes on to where they want to be. */
export async function endContact(claim: Claim): Promise<void> {
  if (present()?.claim?.id !== claim.id) return;
  drafts.forget(claim.id);
  forget(claim);
  const after = desk.after.get();
  desk.after.set('available');
  if (after === 'available') await takeNext().catch(() => undefined);
  else await sayPresence(after).catch(() => undefined);
  await queryClient.invalidateQueries({ queryKey: meKey });
}

/** The claim is no longer this agent's. What was typed stays on the page; nothing can be done with the case any more. */
export function loseContact(claim: Claim): void {
  // While it is being concluded, "no longer yours" may be what the conclusion itself brought about.
  if (present()?.claim?.id !== claim.id || ending.has(claim.id)) return;
  const note = noteInHand.get();
  desk.lost.set({ claim, note: note?.claimId === claim.id ? note.text : '', how: 'lost' });
  desk.isWaiting.set(false);
  forget(claim);
  void queryClient.invalidateQueries({ queryKey: meKey });
}

/** The server says how a claim ended: one that this page concluded is done with, of any other the agent learns why. */
export function hearEnd(claimId: string, how: LostContact['how']): void {
  const claim = present()?.claim;
  if (claim?.id === claimId) loseContact(claim);
  const lost = desk.lost.get();
  if (lost?.claim.id === claimId) desk.lost.set({ ...lost, how });
}

function forget(claim: Claim): void {
  turn++;
  tabs.close();
  change({ claim: null });
  queryClient.removeQueries({ queryKey: ['desk', 'contact', claim.id] });
}
