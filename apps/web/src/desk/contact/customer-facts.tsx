import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useShortcut } from '../../shell/shortcuts';
import type { RevealField } from '../desk-api';
import type { Claim, ContactScreen } from '../desk-contract';
import { Key } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { LinkDialog } from './link-dialog';
import { RevealDialog } from './reveal-dialog';

/** Who the customer is: how to reach and pay them stays masked until it is needed. */
export function CustomerFacts({ claim, screen }: { claim: Claim; screen: ContactScreen }) {
  const { t } = useDeskTexts();
  const [revealed, setRevealed] = useState<Partial<Record<RevealField, string>>>({});
  const [wanted, setWanted] = useState<RevealField>('phone');
  const [isAsking, ask] = useDisclosure(false);
  const [isLinking, link] = useDisclosure(false);
  const { customer, case: of } = screen;
  const reveal = (field: RevealField): void => {
    setWanted(field);
    ask.open();
  };
  useShortcut('v', t('reveal.title'), () => reveal('phone'), customer !== null);
  useShortcut('l', t('link.title'), link.open, customer !== null);
  if (!customer || !of) return null;
  const masked = [
    ['phone', t('case.phone'), customer.phoneMasked],
    ['email', t('channel.email'), customer.emailMasked],
    ['iban', t('case.iban'), customer.ibanMasked],
    ['address', t('case.address'), addressOf(of.address)],
  ] as const;
  return (
    <section aria-labelledby="customer">
      <h2 id="customer" className="desk-heading">
        {t('case.customer')}
      </h2>
      <dl className="desk-facts">
        {masked.map(([field, name, value]) => (
          <div key={field}>
            <dt>{name}</dt>
            <dd>
              <span className="masked">{revealed[field] ?? value ?? t('customer.missing')}</span>
              {value !== null && revealed[field] === undefined && (
                <Button size="compact-xs" variant="subtle" onClick={() => reveal(field)}>
                  {t('reveal.show', { what: name })}
                </Button>
              )}
            </dd>
          </div>
        ))}
        {customer.accountHolder && (
          <div>
            <dt>{t('customer.accountHolder')}</dt>
            <dd>{customer.accountHolder}</dd>
          </div>
        )}
      </dl>
      <Button size="compact-sm" variant="default" onClick={link.open} rightSection={<Key keys="l" />}>
        {t('link.title')}
      </Button>
      <RevealDialog
        claim={claim}
        wanted={wanted}
        fields={masked.flatMap(([field, name, value]) => (value === null ? [] : [{ field, name }]))}
        isOpen={isAsking}
        onClose={ask.close}
        onRevealed={(field, value) => setRevealed((before) => ({ ...before, [field]: value }))}
      />
      <LinkDialog
        claim={claim}
        customer={customer}
        waitsFor={of.waitsFor}
        isOpen={isLinking}
        onClose={link.close}
      />
    </section>
  );
}

function addressOf(address: NonNullable<ContactScreen['case']>['address']): string | null {
  if (!address) return null;
  const { street, postalCode, city } = address;
  return [street, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
