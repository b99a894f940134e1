import { Injectable } from '@nestjs/common';
import { Database, type Ctx } from '#platform';
import { audit } from './audit.js';
import { Authentication, type Caller } from './authentication.service.js';
import { fail } from './identity.errors.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';
import { clearTries, reserveTry, userById, useTotpStep, type UserRow } from './user.queries.js';

/** A user's own password and second factor. Changing either asks for the password again. */
@Injectable()
export class Credentials {
  constructor(
    private readonly db: Database,
    private readonly authentication: Authentication,
  ) {}

  /** Sets a new password and ends every other session of the user. Raises `session.refused`. */
  async changePassword(ctx: Ctx, caller: Caller, current: string, next: string): Promise<void> {
    const user = await this.reauthenticate(ctx, caller, current);
    const passwordHash = await hashPassword(next);
    await this.db.tx({ ...ctx, clientId: caller.homeId }, async (tx) => {
      await tx.execute('UPDATE user_account SET password_hash = $3 WHERE client_id = $1 AND id = $2', [
        caller.homeId,
        user.id,
        passwordHash,
      ]);
      await tx.execute('DELETE FROM user_session WHERE client_id = $1 AND user_id = $2 AND id <> $3', [
        caller.homeId,
        user.id,
        caller.sessionId,
      ]);
      await audit(tx, ctx, caller.homeId, 'user.password_changed', user.id);
    });
    this.authentication.forget(user.id);
  }

  /**
   * Gives the secret for an authenticator app. It counts only once `confirmSecondFactor` has seen a code. Raises
   * `session.refused`, `second_factor.active`.
   */
  async enrolSecondFactor(
    ctx: Ctx,
    caller: Caller,
    password: string,
  ): Promise<{ secret: string; uri: string }> {
    const user = await this.reauthenticate(ctx, caller, password);
    const secret = newTotpSecret();
    await this.db.tx({ ...ctx, clientId: caller.homeId }, async (tx) => {
      const changed = await tx.execute(
        `UPDATE user_account SET totp_secret = $3, totp_last_step = NULL
         WHERE client_id = $1 AND id = $2 AND totp_enabled_at IS NULL`,
        [caller.homeId, user.id, secret],
      );
      if (changed === 0) throw fail('second_factor.active');
    });
    return { secret, uri: totpUri(secret, user.email) };
  }

  /** From now on sign-in asks for a code. Raises `second_factor.not_enrolled`, `session.code_refused`. */
  async confirmSecondFactor(ctx: Ctx, caller: Caller, code: string): Promise<void> {
    await this.db.tx({ ...ctx, clientId: caller.homeId }, async (tx) => {
      const user = await userById(tx, caller.homeId, caller.actor.id);
      if (!user?.totp_secret || user.totp_enabled_at) throw fail('second_factor.not_enrolled');
      const step = totpStep(user.totp_secret, code, ctx.now);
      if (step === null || !(await useTotpStep(tx, caller.homeId, user.id, step))) {
        throw fail('session.code_refused');
      }
      await tx.execute('UPDATE user_account SET totp_enabled_at = $3 WHERE client_id = $1 AND id = $2', [
        caller.homeId,
        user.id,
        ctx.now,
      ]);
      await audit(tx, ctx, caller.homeId, 'user.second_factor_enabled', user.id);
    });
  }

  /** A stolen session must not be enough, nor a place to guess at: tries count as those of sign-in do. */
  private async reauthenticate(ctx: Ctx, caller: Caller, password: string): Promise<UserRow> {
    const home = { ...ctx, clientId: caller.homeId };
    const user = await this.db.tx(home, async (tx) =>
      (await reserveTry(tx, caller.homeId, caller.actor.id, ctx.now))
        ? userById(tx, caller.homeId, caller.actor.id)
        : undefined,
    );
    if (!(await passwordMatches(user?.password_hash, password)) || !user) throw fail('session.refused');
    await this.db.tx(home, (tx) => clearTries(tx, caller.homeId, user.id));
    return user;
  }
}
