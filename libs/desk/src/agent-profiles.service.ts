import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, type Ctx } from '#platform';
import { allProfiles, profileOf, saveProfile } from './agent-profile.queries.js';
import { agentProfileSchema, type AgentProfile } from './agent-profile.schema.js';

const keptMs = 5_000;

/** What agents can do and for whom. */
@Injectable()
export class AgentProfiles {
  private readonly kept = new Map<string, { profile: AgentProfile; until: number }>();

  constructor(private readonly db: Database) {}

  /** The agent's own; null when nobody has described this agent yet. Up to five seconds old: every claim asks for it. */
  async own(ctx: Ctx): Promise<AgentProfile | null> {
    requireOperatorPermission(ctx, 'desk.work');
    const agentId = ctx.actor.id;
    const now = performance.now();
    const kept = this.kept.get(agentId);
    if (kept && kept.until > now) return kept.profile;
    const profile = await this.db.tx({ ...ctx, clientId: null }, (tx) => profileOf(tx, agentId));
    if (!profile) return null;
    this.kept.set(agentId, { profile, until: now + keptMs });
    return profile;
  }

  /** Every agent that was described, by id. */
  async all(ctx: Ctx): Promise<Map<string, AgentProfile>> {
    requireOperatorPermission(ctx, 'desk.lead');
    return this.db.tx({ ...ctx, clientId: null }, allProfiles);
  }

  /** Describes an agent; other processes follow within five seconds. */
  async save(ctx: Ctx, agentId: string, input: AgentProfile): Promise<AgentProfile> {
    requireOperatorPermission(ctx, 'desk.lead');
    const profile = agentProfileSchema.parse(input);
    await this.db.tx({ ...ctx, clientId: null }, (tx) => saveProfile(tx, agentId, profile));
    this.kept.delete(agentId);
    return profile;
  }
}
