import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  Claims,
  filledScriptSchema,
  newLinkSchema,
  revealedSchema,
  Reveals,
  revealSchema,
  scriptSituations,
  sentLinkSchema,
  deskFail,
  type FilledScript,
  type NewLinkRequest,
  type RevealRequest,
  type SentLink,
} from '#desk';
import type { Caller } from '#identity';
import {
  agentDecisionAnswerSchema,
  agentDecisionSchema,
  AgentResolution,
  type AgentDecision,
  type AgentDecisionAnswer,
} from '#resolution';
import { Operation, RequestCaller, RequestCtx } from '../http/operation.js';
import { ContactDesk } from './contact-desk.js';
import { ContactLinks } from './contact-links.js';
import { contactScreenSchema, type ContactScreen } from './contact-screen.schema.js';

const tag = 'Desk';
const id = z.uuid();
/** Of a claim: in a header, since addresses end up in logs. */
const tokenHeader = 'x-claim-token';
const headerSchema = z.uuid();
const situationSchema = z.object({ situation: z.enum(scriptSituations).optional() });

/** The contact that an agent holds. */
@Controller('v1/desk/claims/:id')
export class ContactScreenController {
  constructor(
    private readonly desk: ContactDesk,
    private readonly links: ContactLinks,
    private readonly reveals: Reveals,
    private readonly claims: Claims,
    private readonly resolution: AgentResolution,
  ) {}

  @Get('screen')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Everything about the contact in hand',
    description:
      'With the claim’s token in the header `x-claim-token`. E-mail address, phone number, street and account numbers are masked wherever they stand, also in what the customer wrote.',
    answers: { 200: contactScreenSchema },
    errors: ['desk.claim_lost'],
  })
  screen(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Param('id', { schema: id }) claimId: string,
    @Headers(tokenHeader) token: string,
  ): Promise<ContactScreen> {
    return this.desk.screen(ctx, caller, { id: claimId, token: checked(token) });
  }

  @Get('script')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'The script for another situation, filled from the case',
    description: 'With the claim’s token in the header `x-claim-token`. Without a situation the first one.',
    answers: { 200: filledScriptSchema },
    errors: ['desk.claim_lost', 'desk.script_unknown'],
  })
  script(
    @RequestCtx() ctx: Ctx,
    @RequestCaller() caller: Caller,
    @Param('id', { schema: id }) claimId: string,
    @Headers(tokenHeader) token: string,
    @Query({ schema: situationSchema }) query: z.output<typeof situationSchema>,
  ): Promise<FilledScript> {
    const held = { id: claimId, token: checked(token) };
    return this.desk.script(ctx, caller, held, query.situation ?? null);
  }

  @Post('reveals')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'See a customer’s detail in clear, for a reason',
    description: 'Thirty in an hour, across all clients. Each is kept with who saw it and why.',
    answers: { 201: revealedSchema },
    errors: ['desk.claim_lost', 'desk.nothing_to_reveal', 'desk.reveals_exhausted'],
    shownOnce: true,
  })
  reveal(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: revealSchema }) body: RevealRequest,
  ): Promise<{ value: string }> {
    return this.reveals.reveal(ctx, claimId, body);
  }

  @Post('resolution')
  @Operation({
    permission: 'desk.resolve',
    scope: 'any',
    tag,
    summary: 'Decide an item within the policy',
    description:
      'What an agent may decide is in the item’s `allowed`. Without `confirm` it says what would follow.',
    answers: { 200: agentDecisionAnswerSchema },
    errors: [
      'desk.claim_lost',
      'decision.unknown_item',
      'decision.case_incomplete',
      'decision.not_allowed',
      'decision.ground_missing',
    ],
  })
  resolve(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: agentDecisionSchema }) { token, ...decision }: AgentDecision,
  ): Promise<AgentDecisionAnswer> {
    return this.claims.within(ctx, { id: claimId, token }, ({ ctx: scoped, tx, claim }) =>
      this.resolution.decide(scoped, tx, claim.case_id, decision),
    );
  }

  @Post('links')
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Send the customer a link to type what is missing',
    description: 'Works once and for seven days; at most five a day for a case.',
    answers: { 201: sentLinkSchema },
    errors: ['desk.claim_lost', 'desk.nothing_to_choose', 'desk.links_exhausted', 'message.unreachable'],
  })
  link(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) claimId: string,
    @Body({ schema: newLinkSchema }) body: NewLinkRequest,
  ): Promise<SentLink> {
    return this.links.send(ctx, claimId, body);
  }
}

/** Anything but a token is the token of no claim. */
function checked(token: string | undefined): string {
  const { success, data } = headerSchema.safeParse(token);
  if (!success) throw deskFail('desk.claim_lost');
  return data;
}
