import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** Best first; the build has made what is worth it. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** One file of the web app, as it is and compressed. */
interface WebFile {
  readonly mediaType: string;
  readonly content: Buffer;
  readonly encoded: ReadonlyMap<string, Buffer>;
}

/** The web app's build, held in memory: about 2 MB. */
export class WebFiles {
  private constructor(
    readonly page: string,
    private readonly files: ReadonlyMap<string, WebFile>,
  ) {}

  /** Reads `dist/web`, found from the sources as from the build; null where nothing was built. */
  static read(): WebFiles | null {
    const folder = webFolder();
    if (!folder) return null;
    const files = new Map<string, WebFile>();
    const names = ['icon.svg', ...readdirSync(path.join(folder, 'assets')).map((name) => `assets/${name}`)];
    for (const name of names) {
      const mediaType = mediaTypes[path.extname(name)];
      if (!mediaType) continue;
      const file = path.join(folder, name);
      const encoded = encodings
        .filter(([, ending]) => existsSync(file + ending))
        .map(([encoding, ending]) => [encoding, readFileSync(file + ending)] as const);
      files.set(`/${name}`, { mediaType, content: readFileSync(file), encoded: new Map(encoded) });
    }
    return new WebFiles(readFileSync(path.join(folder, 'index.html'), 'utf8'), files);
  }

  /** A file in the best encoding that the header `Accept-Encoding` allows. */
  of(
    at: string,
    accepted: string | undefined,
  ): { mediaType: string; encoding: string | null; content: Buffer } | null {
    const file = this.files.get(at);
    if (!file) return null;
    for (const [encoding] of encodings) {
      const content = file.encoded.get(encoding);
      if (content && accepts(accepted, encoding)) return { mediaType: file.mediaType, encoding, content };
    }
    return { mediaType: file.mediaType, encoding: null, content: file.content };
  }
}

/** RFC 9110, section 12.5.3; `q=0` refuses. */
function accepts(header: string | undefined, encoding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function webFolder(): string | null {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    const folder = path.join(dir, 'dist', 'web');
    if (existsSync(path.join(folder, 'index.html'))) return folder;
    if (dir === path.dirname(dir)) return null;
  }
}
