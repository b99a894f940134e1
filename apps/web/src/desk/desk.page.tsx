import './desk.css';
import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Lines, Loaded } from '../ui/loaded';
import { Contact } from './contact/contact';
import { ContactElsewhere } from './contact/contact-elsewhere';
import { ContactLost } from './contact/contact-lost';
import { useDeskEvents } from './desk-events';
import { meKey, readMe } from './desk-flow';
import type { DeskMe } from './desk-contract';
import { desk } from './desk-store';
import { DeskHome } from './home/desk-home';
import { tabs } from './tabs';

/** The agent's day: the contact in hand, or the way to the next one. */
export function DeskPage() {
  // Reading it is a sign of life: an available agent of whom nothing is heard for two minutes counts as gone.
  const me = useQuery({
    queryKey: meKey,
    queryFn: readMe,
    refetchOnWindowFocus: 'always',
    refetchInterval: 45_000,
    refetchIntervalInBackground: true,
  });
  useDeskEvents();
  const said = useSyncExternalStore(desk.said.follow, desk.said.get);
  return (
    <>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <Loaded query={me}>{(data) => <Stage me={data} />}</Loaded>
    </>
  );
}

function Stage({ me }: { me: DeskMe }) {
  const lost = useSyncExternalStore(desk.lost.follow, desk.lost.get);
  const here = useSyncExternalStore(tabs.here.follow, tabs.here.get);
  const elsewhere = useSyncExternalStore(tabs.elsewhere.follow, tabs.elsewhere.get);
  if (lost) return <ContactLost lost={lost} />;
  if (me.claim && me.claim.id === here) return <Contact key={me.claim.id} claim={me.claim} me={me} />;
  if (me.claim && me.claim.id === elsewhere) return <ContactElsewhere claim={me.claim} />;
  // Whether another tab has it open is known in a moment.
  if (me.claim) return <Lines />;
  return <DeskHome me={me} />;
}
