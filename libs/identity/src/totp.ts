import { generateSecret, generateURI, verifySync } from 'otplib';

/** One step of 30 s early or late: clocks of phones differ, and people type slowly. */
const epochTolerance = 30;

export function newTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: 'Reintegro', label: email, secret });
}

/** The time step that the code belongs to, or null when it is wrong. The step is used up by whoever gets it first. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
