import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isSignedBody, isSignedForm } from './twilio-signature.js';

interface Vector {
  readonly kind: 'form' | 'body';
  readonly token: string;
  readonly url: string;
  readonly params: Record<string, string>;
  readonly body: string;
  readonly signature: string;
  readonly valid: boolean;
}

const file = path.resolve('../shared/data/twilio/signature-vectors.json');
const vectors = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vector[]) : [];

describe('Twilio’s signatures', () => {
  if (vectors.length === 0) it.skip('skipped: ../shared/data not found', () => undefined);

  it.each(vectors)('are told from forged ones: $kind $url $signature', (vector) => {
    const { token, signature, url } = vector;
    const isGenuine =
      vector.kind === 'form'
        ? isSignedForm(token, signature, url, vector.params)
        : isSignedBody(token, signature, url, vector.body);
    expect(isGenuine).toBe(vector.valid);
  });

  it('are never genuine without a token or a signature', () => {
    const url = 'https://desk.example/v1/hooks';
    expect(isSignedForm('', 'x', url, {})).toBe(false);
    expect(isSignedForm('token', '', url, {})).toBe(false);
    expect(isSignedBody('', 'x', url, '')).toBe(false);
    expect(isSignedBody('token', '', url, '')).toBe(false);
  });
});
