/** First bytes of the kinds of files that customers send; everything else is bytes without a kind. */
const signatures: readonly (readonly [type: string, bytes: string, at?: number])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e470d0a1a0a'],
  ['image/gif', '474946383761'],
  ['image/gif', '474946383961'],
  ['image/webp', '57454250', 8],
  ['image/heic', '6674797068656963', 4],
  ['image/heic', '667479706d696631', 4],
  ['application/pdf', '255044462d'],
];

/** What a file is by its content, whatever its name and its sender say. */
export function mediaTypeOf(content: Buffer): string {
  const found = signatures.find(
    ([, bytes, at = 0]) => content.toString('hex', at, at + bytes.length / 2) === bytes,
  );
  return found?.[0] ?? 'application/octet-stream';
}
