import { useEffect, useMemo, useState } from 'react';
import { deskApi } from '../desk-api';
import type { Claim, ContactScreen, DeskMe } from '../desk-contract';
import { KeyButton } from '../key-button';
import { createNoteSaver } from '../note-saver';
import { tabs } from '../tabs';
import { useDeskTexts } from '../use-desk-texts';
import { Articles } from './articles';
import { CallPanel } from './call-panel';
import { CaseFacts } from './case-facts';
import { ContactBar } from './contact-bar';
import { CustomerFacts } from './customer-facts';
import { Items } from './items';
import { NoteField } from './note-field';
import { OtherCases } from './other-cases';
import { ScriptPanel } from './script-panel';
import { Story } from './story';
import { WrapUp } from './wrap-up';

/** Everything about one contact on one page: who and what on the left, what to say in the middle, what was said on the right. */
export function ContactDesk({ claim, me, screen }: { claim: Claim; me: DeskMe; screen: ContactScreen }) {
  const { t } = useDeskTexts();
  const [isWrappingUp, setWrappingUp] = useState(me.presence.state === 'wrap_up');
  // The stored note is where typing begins; what comes later comes from this page.
  const [stored] = useState(screen.note);
  const saver = useMemo(() => createNoteSaver(claim, stored), [claim, stored]);
  useEffect(() => {
    tabs.onYield = saver.flush;
    return () => saver.stop();
  }, [saver]);
  const wrapUp = (): void => {
    setWrappingUp(true);
    // The wrap-up is measured from here on; that it isn't told does no harm to the contact.
    void deskApi.say('wrap_up').catch(() => undefined);
  };
  return (
    <div className="contact" style={{ '--brand': screen.client.brand.color } as React.CSSProperties}>
      <ContactBar screen={screen} claim={claim} />
      <section className="contact-column" aria-label={t('contact.about')} tabIndex={0}>
        <CustomerFacts claim={claim} screen={screen} />
        <Items claim={claim} items={screen.items} />
        <CaseFacts screen={screen} />
        <OtherCases cases={screen.otherCases} />
      </section>
      <section className="contact-column contact-middle" aria-label={t('contact.talk')} tabIndex={0}>
        <div className="contact-acts">
          <CallPanel claim={claim} me={me} screen={screen} onEnded={wrapUp} />
          {!isWrappingUp && <KeyButton keys="w" label={t('wrapUp.begin')} onRun={wrapUp} size="compact-md" />}
        </div>
        {isWrappingUp ? (
          <WrapUp claim={claim} screen={screen} saver={saver} onBack={() => setWrappingUp(false)} />
        ) : (
          screen.script && <ScriptPanel claim={claim} first={screen.script} />
        )}
      </section>
      <section className="contact-column" aria-label={t('contact.record')} tabIndex={0}>
        <NoteField saver={saver} />
        <Story screen={screen} />
      </section>
      <Articles client={screen.client.code} language={me.agent.locale} />
    </div>
  );
}
