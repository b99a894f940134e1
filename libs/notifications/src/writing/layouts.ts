import { htmlV1, textV1, type ContentV1 } from './layout-v1.js';
import { htmlV2, textV2 } from './layout-v2.js';
import type { MessageContent } from './message-content.js';

interface Layout {
  readonly html: (content: MessageContent) => string;
  readonly text: (content: MessageContent) => string;
}

/** Every layout that messages were ever sent in: a sent message is shown again in its own. */
const layouts: Readonly<Record<number, Layout>> = {
  1: { html: (m) => htmlV1(m as ContentV1), text: (m) => textV1(m as ContentV1) },
  2: { html: htmlV2, text: textV2 },
};

/** The layout that new messages get. */
export const currentLayout = 2;

/** Raises for a version that never was. */
export function layoutOf(version: number): Layout {
  const layout = layouts[version];
  if (!layout) throw new Error(`no layout ${version}`);
  return layout;
}
