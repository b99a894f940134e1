import { fail } from '../intake.errors.js';

const signatures: readonly (readonly [number[], number])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 0], // PNG
  [[0xff, 0xd8, 0xff], 0], // JPEG
  [[0x47, 0x49, 0x46, 0x38], 0], // GIF
  [[0x25, 0x50, 0x44, 0x46], 0], // PDF
  [[0x1f, 0x8b], 0], // gzip
  [[0x42, 0x5a, 0x68], 0], // bzip2
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 0], // xz
  [[0x37, 0x7a, 0xbc, 0xaf], 0], // 7z
  [[0x52, 0x61, 0x72, 0x21], 0], // RAR
  [[0x52, 0x49, 0x46, 0x46], 0], // RIFF: WebP, WAV
  [[0x7f, 0x45, 0x4c, 0x46], 0], // ELF
  [[0x4d, 0x5a, 0x90], 0], // Windows program
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 0], // SQLite
  [[0x66, 0x74, 0x79, 0x70], 4], // MP4
];

/** Refuses what is no text by its content, whatever its name says. */
export function refuseOtherKinds(head: Buffer): void {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04], 0)) {
    const sheet = head.includes('[Content_Types].xml') || head.includes('xl/');
    throw fail(sheet ? 'upload.xlsx_unsupported' : 'upload.not_a_table');
  }
  // The container of XLS and other old office files.
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0], 0)) throw fail('upload.xlsx_unsupported');
  if (signatures.some(([bytes, at]) => startsWith(head, bytes, at))) throw fail('upload.not_a_table');
}

function startsWith(head: Buffer, bytes: readonly number[], at: number): boolean {
  return bytes.every((byte, i) => head[at + i] === byte);
}
