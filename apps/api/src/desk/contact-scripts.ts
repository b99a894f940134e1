import { Injectable } from '@nestjs/common';
import { Cases, type CaseRecord } from '#cases';
import { Clients } from '#clients';
import {
  deskFail,
  deskSettings,
  masked,
  recordingConsentFor,
  Scripts,
  situationOfKind,
  type ClaimScope,
  type FilledScript,
  type ScriptSituation,
} from '#desk';
import type { Money } from '#platform';
import { hiddenOf } from './hidden-of.js';

/** The agent to whom it is shown. */
export interface Speaker {
  readonly name: string;
  readonly locale: string;
}

/** Scripts filled from the case in hand. */
@Injectable()
export class ContactScripts {
  constructor(
    private readonly cases: Cases,
    private readonly clients: Clients,
    private readonly scripts: Scripts,
  ) {}

  /** The script for a situation; null for the one that the item begins with. Raises `desk.script_unknown` without a case. */
  async of(scope: ClaimScope, agent: Speaker, situation: ScriptSituation | null): Promise<FilledScript> {
    const { ctx, tx, claim } = scope;
    const [record] = claim.case_id === null ? [] : await this.cases.load(ctx, tx, [claim.case_id]);
    if (!record) throw deskFail('desk.script_unknown');
    return this.filled(scope, record, agent, situation);
  }

  /** As `of`, for a case that was read already. */
  async filled(
    { ctx, tx, claim }: ClaimScope,
    record: CaseRecord,
    agent: Speaker,
    situation: ScriptSituation | null,
  ): Promise<FilledScript> {
    const client = await this.clients.current(ctx);
    const operator = await this.clients.operator(ctx).catch(() => null);
    const { recording } = deskSettings(client);
    const country = record.country ?? client.country;
    const consent = recording.isOn ? recordingConsentFor(recording, country) : 'never';
    const script = await this.scripts.filled(ctx, tx, situation ?? situationOfKind[claim.kind], {
      customer: record.customer.name,
      order: record.orderRef,
      amount: refundOf(record),
      deadline: record.deadlineOn,
      shop: client.name,
      agent: agent.name,
      languages: [record.language, client.defaultLanguage],
      agentLanguage: agent.locale,
      country,
      agentsIn: operator?.country ?? client.country,
      recording: consent === 'never' ? null : consent,
    });
    return masked(script, hiddenOf(record));
  }
}

/** What the customer gets back in money altogether; null for nothing, or in several currencies. */
function refundOf(record: CaseRecord): Money | null {
  const refunds = record.items.filter(({ outcome }) => outcome === 'refund');
  const [first] = refunds;
  if (!first || first.currency === null) return null;
  if (refunds.some((item) => item.currency !== first.currency || item.unitPriceMinor === null)) return null;
  const amountMinor = refunds.reduce((sum, item) => sum + item.quantity * (item.unitPriceMinor ?? 0), 0);
  return { amountMinor, currency: first.currency };
}
