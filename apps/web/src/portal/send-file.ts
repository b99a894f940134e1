import { language } from '../i18n/language';
import { fileUrl, newKey, type Shape } from '../api/client';
import { ConnectionLost, ProblemError, toProblem } from '../api/problem';
import { signedIn } from '../session/signed-in';

/**
 * Sends an upload, telling how much of it has left (0 to 1): `fetch` cannot say. A session that is over asks to sign in
 * again and sends once more. Raises `ProblemError` and `ConnectionLost`.
 */
export async function sendFile(
  file: File,
  dryRun: boolean,
  onProgress: (share: number) => void,
): Promise<Shape<'Upload'>> {
  for (;;) {
    const { status, body } = await send(file, dryRun, onProgress);
    if (status === 200 || status === 202) return body as Shape<'Upload'>;
    if (status !== 401 || !(await signedIn.again())) throw new ProblemError(toProblem(body, status));
  }
}

function send(
  file: File,
  dryRun: boolean,
  onProgress: (share: number) => void,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', fileUrl('/v1/uploads'));
    request.setRequestHeader('accept-language', language());
    request.setRequestHeader('idempotency-key', newKey());
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total ? loaded / total : 0),
    );
    request.addEventListener('load', () => resolve({ status: request.status, body: request.response }));
    request.addEventListener('error', () => reject(new ConnectionLost()));
    const form = new FormData();
    form.set('file', file);
    form.set('dryRun', String(dryRun));
    request.send(form);
  });
}
