import { Injectable } from '@nestjs/common';
import { actorName, Clock, Database, requirePermission, type ClientCtx, type Ctx, type Tx } from '#platform';
import { messagePurposes, type MessagePurpose } from '../message/message-purpose.js';
import {
  insertPlan,
  planOfVersion,
  plansInForce,
  planVersions,
  type PlanRow,
} from './contact-plan.queries.js';
import { defaultSteps, type ContactPlanView, type PlanStep } from './contact-plan.schema.js';

export interface ContactPlan {
  /** Null for the plan of clients that have none. */
  readonly version: number | null;
  readonly steps: readonly PlanStep[];
}

const defaultPlan: ContactPlan = { version: null, steps: defaultSteps };

interface InForce {
  readonly plans: ReadonlyMap<string, PlanRow>;
  readonly isTimed: boolean;
  readonly until: number;
}

const cacheMs = 5_000;
/** Versions never change; this many are kept in memory. */
const keptVersions = 1_000;

/** A client's contact plans: one per purpose, in versions; a message keeps to the version that it began with. */
@Injectable()
export class ContactPlans {
  private readonly inForceOf = new Map<string, InForce>();
  private readonly versions = new Map<string, ContactPlan>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The plan by which a new message of this purpose begins; up to 5 s old. */
  async inForce(ctx: ClientCtx, tx: Tx, purpose: MessagePurpose): Promise<ContactPlan> {
    return (await this.read(ctx, tx)).plans.get(purpose) ?? defaultPlan;
  }

  /** Whether any plan of the client has a step that waits: if none has, nothing needs to be looked at later. */
  async isTimed(ctx: ClientCtx, tx: Tx): Promise<boolean> {
    return (await this.read(ctx, tx)).isTimed;
  }

  /** The plan that a message began with. */
  async ofVersion(
    ctx: ClientCtx,
    tx: Tx,
    purpose: MessagePurpose,
    version: number | null,
  ): Promise<ContactPlan> {
    if (version === null) return defaultPlan;
    const key = `${ctx.clientId}/${purpose}/${version}`;
    const known = this.versions.get(key);
    if (known) return known;
    const row = await planOfVersion(tx, ctx.clientId, purpose, version);
    if (!row) throw new Error(`contact plan ${key} is gone`);
    if (this.versions.size >= keptVersions) this.versions.clear();
    this.versions.set(key, row);
    return row;
  }

  /** The plan in force for each purpose; the default one where the client has none. */
  async list(ctx: Ctx): Promise<ContactPlanView[]> {
    requirePermission(ctx, 'template.read');
    const { plans } = await this.db.tx(ctx, (tx) => plansInForce(tx, ctx.clientId));
    const own = new Map(plans.map((row) => [row.purpose, row]));
    return messagePurposes.map((purpose) => toView(purpose, own.get(purpose)));
  }

  /** All versions for a purpose, newest first; the default one alone where the client has none. */
  async history(ctx: Ctx, purpose: MessagePurpose): Promise<ContactPlanView[]> {
    requirePermission(ctx, 'template.read');
    const rows = await this.db.tx(ctx, (tx) => planVersions(tx, ctx.clientId, purpose));
    return rows.length === 0 ? [toView(purpose, undefined)] : rows.map((row) => toView(purpose, row));
  }

  /** Appends a version for a purpose; messages begun before keep to theirs. */
  async publish(ctx: Ctx, purpose: MessagePurpose, steps: readonly PlanStep[]): Promise<ContactPlanView> {
    requirePermission(ctx, 'template.write');
    const by = actorName(ctx.actor);
    const row = await this.db.tx(ctx, (tx) =>
      insertPlan(tx, ctx.clientId, { purpose, steps, at: ctx.now, by }),
    );
    this.inForceOf.delete(ctx.clientId);
    return toView(purpose, row);
  }

  private async read(ctx: ClientCtx, tx: Tx): Promise<InForce> {
    const now = this.clock.now().getTime();
    const cached = this.inForceOf.get(ctx.clientId);
    if (cached && cached.until > now) return cached;
    const { plans, isTimed } = await plansInForce(tx, ctx.clientId);
    const read = { plans: new Map(plans.map((row) => [row.purpose, row])), isTimed, until: now + cacheMs };
    this.inForceOf.set(ctx.clientId, read);
    return read;
  }
}

function toView(purpose: MessagePurpose, row: PlanRow | undefined): ContactPlanView {
  return {
    purpose,
    version: row?.version ?? null,
    steps: [...(row?.steps ?? defaultSteps)],
    createdAt: row?.created_at.toISOString() ?? null,
    createdBy: row?.created_by ?? null,
  };
}
