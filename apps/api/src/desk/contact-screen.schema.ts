import { z } from 'zod';
import { caseItemViewSchema, caseStates, missingFacts, timelineEventViewSchema } from '#cases';
import { callViewSchema, claimViewSchema, dispositionFlagsSchema, filledScriptSchema } from '#desk';
import { messageViewSchema } from '#notifications';
import { allowedOutcomeSchema, decisionViewSchema } from '#resolution';

const date = z.iso.date().nullable();
const at = z.iso.datetime();

const itemSchema = caseItemViewSchema
  .extend({
    photoUrl: z.string().nullable().describe('Over https only; loaded from where it is.'),
    decision: decisionViewSchema
      .pick({ policyVersion: true, rule: true, inputs: true, outcome: true, ground: true, reason: true })
      .extend({ ruleName: z.string().nullable(), by: z.string(), at })
      .nullable(),
    allowed: z.array(allowedOutcomeSchema).describe('What an agent may decide instead.'),
  })
  .meta({ id: 'ScreenItem' });

const caseSchema = z
  .object({
    id: z.uuid(),
    caseRef: z.string(),
    orderRef: z.string(),
    state: z.enum(caseStates),
    waitsFor: z.array(z.enum(missingFacts)),
    language: z.string(),
    country: z.string().nullable(),
    localTime: z.iso.datetime({ offset: true }).describe('Now, where the customer lives.'),
    zone: z.string(),
    orderedOn: date,
    deliveredOn: date,
    requestedOn: date,
    receivedOn: date,
    deadlineOn: date,
    note: z.string().nullable(),
    paymentRef: z.string().nullable(),
    address: z
      .object({
        street: z.string().describe('Masked.'),
        postalCode: z.string().nullable(),
        city: z.string().nullable(),
        country: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ScreenCase' });

/** Everything that an agent sees of a contact; personal details masked wherever they stand. */
export const contactScreenSchema = z
  .object({
    claim: claimViewSchema,
    client: z.object({
      id: z.uuid(),
      code: z.string(),
      name: z.string(),
      brand: z.object({
        color: z.string(),
        website: z.string().optional(),
        supportPhone: z.string().optional(),
        supportEmail: z.string().optional(),
      }),
      wrapUp: z.object({ mode: z.enum(['optional', 'required', 'timed']), seconds: z.int() }),
    }),
    case: caseSchema.nullable().describe('Null where the item belongs to no case.'),
    customer: z
      .object({
        name: z.string().nullable(),
        emailMasked: z.string().nullable(),
        phoneMasked: z.string().nullable(),
        phoneCallable: z.boolean(),
        ibanMasked: z.string().nullable(),
        accountHolder: z.string().nullable(),
      })
      .nullable(),
    items: z.array(itemSchema),
    timeline: z.array(timelineEventViewSchema.extend({ actorName: z.string().nullable() })),
    messages: z.array(
      messageViewSchema.pick({
        id: true,
        purpose: true,
        channel: true,
        language: true,
        state: true,
        subject: true,
        text: true,
        sentAt: true,
        reason: true,
        step: true,
      }),
    ),
    replies: z.array(
      z.object({
        id: z.uuid(),
        at,
        channel: z.string(),
        text: z.string(),
        authenticated: z.boolean().describe('Whether somebody vouches that it is the customer’s.'),
        attachments: z.array(
          z.object({ id: z.uuid(), name: z.string(), mediaType: z.string(), bytes: z.int() }),
        ),
      }),
    ),
    notes: z.array(
      z.object({ at, agentName: z.string().nullable(), text: z.string(), isDraft: z.boolean() }),
    ),
    calls: z.array(callViewSchema),
    otherCases: z.array(
      z.object({
        id: z.uuid(),
        caseRef: z.string(),
        state: z.enum(caseStates),
        openedAt: at,
        deadlineOn: date,
      }),
    ),
    script: filledScriptSchema.nullable(),
    dispositions: z.array(
      z.object({
        code: z.string(),
        label: z.string(),
        hotkey: z.string(),
        flags: dispositionFlagsSchema,
      }),
    ),
    note: z.object({ text: z.string(), version: z.int() }).describe('As typed by the agent who holds it.'),
    budgetSeconds: z.int(),
  })
  .meta({ id: 'ContactScreen', description: 'One contact, as the agent who holds it sees it.' });
export type ContactScreen = z.infer<typeof contactScreenSchema>;
