import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { roles, type Ctx } from '#platform';
import {
  agentDaySchema,
  AgentDays,
  agentProfileSchema,
  AgentProfiles,
  CallList,
  callWays,
  Claims,
  claimViewSchema,
  deskFail,
  Presence,
  presenceSchema,
  type AgentProfile,
} from '#desk';
import { Sessions, Users, type Caller } from '#identity';

const agentSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    locale: z.string(),
    zone: z.string(),
    role: z.enum(roles),
    profile: agentProfileSchema.nullable(),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof agentSchema>;
export const agentsSchema = z.object({ data: z.array(agentSchema) });

export const ownDeskSchema = z
  .object({
    agent: agentSchema,
    presence: presenceSchema,
    claim: claimViewSchema.nullable(),
    today: agentDaySchema,
    calling: z.object({
      twilio: z.boolean().describe('Otherwise agents dial by hand.'),
      ways: z.array(z.enum(callWays)),
    }),
  })
  .meta({ id: 'OwnDesk', description: 'Where an agent stands.' });
export type OwnDesk = z.infer<typeof ownDeskSchema>;

/** Puts together who people are and what they do at the desk. */
@Injectable()
export class DeskViews {
  constructor(
    private readonly sessions: Sessions,
    private readonly users: Users,
    private readonly profiles: AgentProfiles,
    private readonly presence: Presence,
    private readonly claims: Claims,
    private readonly days: AgentDays,
    private readonly calls: CallList,
  ) {}

  /** The caller's own; a sign of life. */
  async own(ctx: Ctx, caller: Caller): Promise<OwnDesk> {
    await this.presence.seen(ctx);
    const { user } = await this.sessions.identity(ctx, caller);
    const ways = this.calls.ways();
    return {
      agent: toAgent(user, await this.profiles.own(ctx)),
      presence: await this.presence.of(ctx),
      claim: await this.claims.current(ctx),
      today: await this.days.own(ctx, user.zone),
      calling: { twilio: ways.length > 1, ways },
    };
  }

  /** Everybody who may work at the desk. */
  async agents(ctx: Ctx): Promise<{ data: Agent[] }> {
    const users = await this.users.staff(ctx);
    const profiles = await this.profiles.all(ctx);
    return { data: users.map((user) => toAgent(user, profiles.get(user.id) ?? null)) };
  }

  /** Raises `desk.agent_unknown`. */
  async agent(ctx: Ctx, id: string): Promise<Agent> {
    const { data } = await this.agents(ctx);
    const agent = data.find((one) => one.id === id);
    if (!agent) throw deskFail('desk.agent_unknown');
    return agent;
  }
}

function toAgent(
  { id, name, email, locale, zone, role }: Omit<Agent, 'profile'>,
  profile: AgentProfile | null,
): Agent {
  return { id, name, email, locale, zone, role, profile };
}
