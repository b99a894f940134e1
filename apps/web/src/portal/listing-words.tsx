import { useTranslation } from 'react-i18next';
import { StateBadge } from '../ui/state-badge';
import type { LineResult, Listing } from './listing-api';

const tones = { open: 'busy', sealed: 'busy', released: 'good', acknowledged: 'calm' } as const;
const resultTones = {
  paid: 'good',
  shipped: 'good',
  failed: 'bad',
  returned: 'bad',
  out_of_stock: 'bad',
} as const;

export function ListingState({ status }: { status: Listing['status'] }) {
  const { t } = useTranslation();
  return <StateBadge tone={tones[status]} label={t(`listing.${status}`)} />;
}

/** What became of a line. */
export function ResultState({ result }: { result: LineResult | null }) {
  const { t } = useTranslation();
  return result === null ? null : <StateBadge tone={resultTones[result]} label={t(`result.${result}`)} />;
}
