import type { ErrorTexts } from '../http/error-texts.js';
import type { Json } from './schema-components.js';
export const docsStyle = '';
export function docsPage(_document: Json, _texts: ErrorTexts): string {
  return '';
}
