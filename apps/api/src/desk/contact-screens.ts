import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { Cases, type CaseDetail, type CaseRecord } from '#cases';
import { Clients, type Client } from '#clients';
import { zoneOf } from '#contacts';
import {
  budgetSeconds,
  deskSettings,
  Dispositions,
  masked,
  maskedEmail,
  maskedIban,
  maskedPhone,
  maskedStreet,
  otherOpenCases,
  toClaimView,
  type ClaimScope,
} from '#desk';
import { AgentResolution, type AgentView } from '#resolution';
import { ContactConversations, type ReadNote } from './contact-conversation.js';
import { ContactScripts, type Speaker } from './contact-scripts.js';
import type { ContactScreen } from './contact-screen.schema.js';
import { hiddenOf } from './hidden-of.js';

/** More open cases of one customer than an agent can look at. */
const mostOtherCases = 20;

/** The screen without the names of people, who are not the client's. */
export type ReadScreen = Omit<ContactScreen, 'timeline' | 'notes'> & {
  readonly timeline: readonly Omit<ContactScreen['timeline'][number], 'actorName'>[];
  readonly notes: readonly ReadNote[];
};

/** Puts together what the libraries know of the case in an agent's hands, in the transaction that has checked the claim. */
@Injectable()
export class ContactScreens {
  constructor(
    private readonly cases: Cases,
    private readonly clients: Clients,
    private readonly conversations: ContactConversations,
    private readonly resolution: AgentResolution,
    private readonly scripts: ContactScripts,
    private readonly dispositions: Dispositions,
  ) {}

  /** Some twenty statements, however long the story is. Personal details are masked wherever they stand. */
  async read(scope: ClaimScope, agent: Speaker): Promise<ReadScreen> {
    const { ctx, tx, claim } = scope;
    const client = await this.clients.current(ctx);
    const dispositions = await this.dispositions.inForce(ctx, tx);
    const frame = {
      claim: toClaimView(claim),
      client: clientOf(client),
      dispositions: dispositions.map(({ code, labels, hotkey, flags }) => ({
        code,
        label: (labels as Readonly<Record<string, string>>)[agent.locale] ?? labels.en ?? code,
        hotkey,
        flags,
      })),
      note: await this.conversations.inHand(scope),
      budgetSeconds,
    };
    if (claim.case_id === null) return { ...frame, ...noCase };
    const detail = await this.cases.get(ctx, claim.case_id);
    const [record] = await this.cases.load(ctx, tx, [claim.case_id]);
    if (!record) throw new Error('a case was there and is gone');
    const views = await this.resolution.viewsOf(ctx, tx, record);
    const others = await otherOpenCases(
      tx,
      ctx.clientId,
      { customerId: record.customer.id, caseId: record.id },
      mostOtherCases,
    );
    const told = {
      case: caseOf(detail, client, ctx.now),
      items: detail.items.map((item) => itemOf(item, views.get(item.id))),
      timeline: detail.timeline,
      script: await this.scripts.filled(scope, record, agent, null),
      ...(await this.conversations.of(scope, record.id)),
    };
    return {
      ...frame,
      ...masked(told, hiddenOf(record)),
      customer: customerOf(record),
      otherCases: others.map((other) => ({
        id: other.id,
        caseRef: other.case_ref,
        state: other.state,
        openedAt: other.created_at.toISOString(),
        deadlineOn: other.deadline_on,
      })),
    };
  }
}

const noCase = {
  case: null,
  customer: null,
  items: [],
  timeline: [],
  messages: [],
  replies: [],
  notes: [],
  calls: [],
  otherCases: [],
  script: null,
};

function clientOf({ id, code, name, brand, ...client }: Client): ContactScreen['client'] {
  return { id, code, name, brand, wrapUp: deskSettings({ id, code, name, brand, ...client }).wrapUp };
}

function caseOf(detail: CaseDetail, client: Client, now: Date): NonNullable<ContactScreen['case']> {
  const zone = zoneOf(detail, client.zone);
  return {
    id: detail.id,
    caseRef: detail.caseRef,
    orderRef: detail.orderRef,
    state: detail.state,
    waitsFor: detail.waitsFor,
    language: detail.language,
    country: detail.country,
    localTime: DateTime.fromJSDate(now, { zone }).toISO() as string,
    zone,
    orderedOn: detail.orderedOn,
    deliveredOn: detail.deliveredOn,
    requestedOn: detail.requestedOn,
    receivedOn: detail.receivedOn,
    deadlineOn: detail.deadlineOn,
    note: detail.note,
    paymentRef: detail.paymentRef,
    address:
      detail.street === null
        ? null
        : {
            street: maskedStreet(detail.street),
            postalCode: detail.postalCode,
            city: detail.city,
            country: detail.country,
          },
  };
}

function customerOf(record: CaseRecord): NonNullable<ContactScreen['customer']> {
  const { name, email, phone } = record.customer;
  return {
    name,
    emailMasked: email && maskedEmail(email),
    phoneMasked: phone && maskedPhone(phone),
    phoneCallable: phone !== null && isCallable(phone, record.country),
    ibanMasked: record.iban && maskedIban(record.iban),
    accountHolder: record.accountHolder,
  };
}

/** Whether a number with its calling code comes of it. */
function isCallable(phone: string, country: string | null): boolean {
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  return parsePhoneNumberFromString(phone, home)?.isValid() ?? false;
}

function itemOf(
  item: CaseDetail['items'][number],
  view: AgentView | undefined,
): ContactScreen['items'][number] {
  return {
    ...item,
    photoUrl: item.photoUrl?.startsWith('https://') ? item.photoUrl : null,
    decision: (view?.decision ?? null) as ContactScreen['items'][number]['decision'],
    allowed: (view?.allowed ?? []).map(({ outcome, needsGround }) => ({
      outcome,
      needsGround: needsGround && [...needsGround],
    })),
  };
}
