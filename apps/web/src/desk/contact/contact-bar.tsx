import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useFormat } from '../../i18n/format';
import type { Claim, ContactScreen } from '../desk-contract';
import { useDeskTexts } from '../use-desk-texts';
import { AfterSwitch } from './after-switch';
import { ContactTimer } from './contact-timer';
import { LocalTime } from './local-time';

/** For whom, with whom, about what, and how long. */
export function ContactBar({ screen, claim }: { screen: ContactScreen; claim: Claim }) {
  const { t, wordOf } = useDeskTexts();
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  const { client, customer, case: of } = screen;
  const cause = wordOf('cause', claim.reason);
  // Nothing of the customer goes into the browser's history.
  const title = t('contact.title', { client: client.name });
  useEffect(() => {
    document.title = `${title} · Reintegro`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="contact-bar">
      <div className="contact-who">
        <Text size="sm" fw={650}>
          <span className="contact-brand" aria-hidden />
          {client.name} · {wordOf('kind', claim.kind)}
          {cause !== claim.reason && <span className="quiet"> · {cause}</span>}
        </Text>
        <h1 ref={heading} tabIndex={-1}>
          {customer?.name ?? t('contact.nameless')}
        </h1>
      </div>
      {of && (
        <dl className="contact-facts">
          <div>
            <dt>{t('case.caseRef')}</dt>
            <dd>{of.caseRef}</dd>
          </div>
          <div>
            <dt>{t('case.language')}</dt>
            <dd>
              {format.language(of.language)}
              {of.country && ` · ${format.country(of.country)}`}
            </dd>
          </div>
          <div>
            <dt>{t('contact.theirTime')}</dt>
            <dd>
              <LocalTime zone={of.zone} />
            </dd>
          </div>
        </dl>
      )}
      <AfterSwitch />
      <ContactTimer claim={claim} budgetSeconds={screen.budgetSeconds} />
    </div>
  );
}
