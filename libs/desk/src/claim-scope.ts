import type { ClientCtx, Ctx } from '#platform';

/**
 * The agent in the scope of the client whose item they hold, where they may also read cases. Only for `Claims`, which has
 * made sure that they hold it: outside, an agent reads no case at all.
 */
export function inScopeOf(ctx: Ctx, clientId: string): ClientCtx {
  const { actor } = ctx;
  if (actor.kind === 'system') return { ...ctx, clientId };
  return {
    ...ctx,
    clientId,
    actor: { ...actor, permissions: new Set([...actor.permissions, 'case.read' as const]) },
  };
}
