import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  decodeCursor,
  newId,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type ErrorDetail,
  type Page,
  type PageQuery,
  type Tx,
} from '#platform';
import { compilePolicy, type CompiledPolicy } from './policy-compiler.js';
import { checkPolicy, type PolicyFinding } from './policy-check.js';
import {
  insertDraft,
  lockPolicies,
  putInForce,
  selectInForce,
  selectPolicies,
  selectPolicy,
  type PolicyRow,
} from './policies.queries.js';
import type { PolicySummary, PolicyView } from './policies.schema.js';
import type { PolicyDraft, PolicyRule } from './policy.schema.js';
import { fail } from './resolution.errors.js';

/** The version that decides, ready to be asked. */
export interface PolicyInForce {
  readonly id: string;
  readonly version: number;
  readonly compiled: CompiledPolicy;
}

/** Compiled versions kept in memory: one per client that is being decided, some more for simulations. */
const keptVersions = 500;

/** A client's policy versions: written as drafts, checked against the law, published, never changed. */
@Injectable()
export class Policies {
  private readonly compiled = new Map<string, CompiledPolicy>();

  constructor(private readonly db: Database) {}

  /** Versions, newest first. */
  async list(ctx: Ctx, query: PageQuery): Promise<Page<PolicySummary>> {
    requirePermission(ctx, 'policy.read');
    const before = query.after === undefined ? null : toVersion(query.after);
    const rows = await this.db.tx(ctx, (tx) => selectPolicies(tx, ctx.clientId, before, query.limit + 1));
    return toPage(rows, query.limit, (row) => [row.version], toSummary);
  }

  /** One version with its rules and findings; raises `policy.unknown`. */
  async get(ctx: Ctx, id: string): Promise<PolicyView> {
    requirePermission(ctx, 'policy.read');
    return toView(await this.db.tx(ctx, (tx) => this.row(ctx, tx, id)));
  }

  /**
   * Stores a new version as a draft and says what is wrong with it. An unlawful draft is stored: it can be simulated
   * and read, not published.
   */
  async draft(ctx: Ctx, draft: PolicyDraft): Promise<PolicyView> {
    requirePermission(ctx, 'policy.write');
    const row = await this.db.tx(ctx, async (tx) => {
      await lockPolicies(tx, ctx.clientId);
      const { name, rules } = draft;
      return insertDraft(tx, ctx.clientId, {
        id: newId(),
        name,
        rules,
        by: actorName(ctx.actor),
        at: ctx.now,
      });
    });
    return toView(row);
  }

  /**
   * Puts a draft in force from this commit on; the version before becomes `superseded` and decided items keep theirs.
   * Under the client's policy lock. Raises `policy.unknown`, `policy.not_draft` when it is or was in force, and
   * `policy.unlawful` with each rule, legal basis and article.
   */
  async publish(ctx: Ctx, id: string): Promise<PolicyView> {
    requirePermission(ctx, 'policy.publish');
    const published = await this.db.tx(ctx, async (tx) => {
      await lockPolicies(tx, ctx.clientId);
      const row = await this.row(ctx, tx, id);
      if (row.status !== 'draft') throw fail('policy.not_draft', { version: row.version });
      const errors = checkPolicy(row.rules).filter((finding) => finding.severity === 'error');
      if (errors.length > 0) {
        throw fail('policy.unlawful', { version: row.version, count: errors.length }, errors.map(toDetail));
      }
      const done = await putInForce(tx, ctx.clientId, id, actorName(ctx.actor), ctx.now);
      if (!done) throw fail('policy.not_draft', { version: row.version });
      return done;
    });
    return toView(published);
  }

  /**
   * The version in force as this transaction sees it, or null. Compiled once per process and version: a version never
   * changes, so only its id is read again.
   */
  async inForce(ctx: ClientCtx, tx: Tx): Promise<PolicyInForce | null> {
    const current = await selectInForce(tx, ctx.clientId);
    if (!current) return null;
    const known = this.compiled.get(current.id);
    if (known) return { ...current, compiled: known };
    const row = await this.row(ctx, tx, current.id);
    return { ...current, compiled: this.compile(row.id, row.rules) };
  }

  /** One version, ready to be asked; raises `policy.unknown`. */
  async version(ctx: ClientCtx, tx: Tx, id: string): Promise<PolicyInForce> {
    const row = await this.row(ctx, tx, id);
    return { id, version: row.version, compiled: this.compile(id, row.rules) };
  }

  private async row(ctx: ClientCtx, tx: Tx, id: string): Promise<PolicyRow> {
    const row = await selectPolicy(tx, ctx.clientId, id);
    if (!row) throw fail('policy.unknown');
    return row;
  }

  private compile(id: string, rules: readonly PolicyRule[]): CompiledPolicy {
    const known = this.compiled.get(id);
    if (known) return known;
    const [oldest] = this.compiled.keys();
    if (this.compiled.size >= keptVersions && oldest !== undefined) this.compiled.delete(oldest);
    const compiled = compilePolicy(rules);
    this.compiled.set(id, compiled);
    return compiled;
  }
}

/** A cursor that is no version lies before all of them. */
function toVersion(cursor: string): number {
  const [version] = decodeCursor(cursor, 1);
  return typeof version === 'number' && (version | 0) === version ? version : 0;
}

function toDetail(finding: PolicyFinding): ErrorDetail {
  const { code, rule, index, basis, outcome, article, claim } = finding;
  return {
    pointer: `/rules/${index ?? ''}`,
    code,
    params: {
      rule: rule ?? '',
      basis: basis ?? '',
      outcome: outcome ?? '',
      article: article ?? '',
      claim: claim ?? '',
    },
  };
}

function toSummary(row: PolicyRow): PolicySummary {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    name: row.name,
    ruleCount: row.rules.length,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    publishedBy: row.published_by,
    publishedAt: row.published_at?.toISOString() ?? null,
  };
}

function toView(row: PolicyRow): PolicyView {
  return { ...toSummary(row), rules: row.rules, findings: checkPolicy(row.rules) };
}
