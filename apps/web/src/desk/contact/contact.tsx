import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { hideMenu } from '../../shell/frame';
import { Loaded } from '../../ui/loaded';
import { deskApi } from '../desk-api';
import type { Claim, DeskMe } from '../desk-contract';
import { useHeartbeat } from '../use-heartbeat';
import { onClaim } from './acting';
import { ContactDesk } from './contact-desk';

/** The contact in hand. What is read of the customer is kept no longer than the contact. */
export function Contact({ claim: shown, me }: { claim: Claim; me: DeskMe }) {
  // The same claim all along: each reading of where the agent stands gives its times anew.
  const [claim] = useState(shown);
  useHeartbeat(claim);
  useEffect(hideMenu, []);
  const screen = useQuery({
    queryKey: ['desk', 'contact', claim.id, 'screen'],
    queryFn: () => onClaim(claim, deskApi.screen(claim)),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
    gcTime: 0,
  });
  return <Loaded query={screen}>{(data) => <ContactDesk claim={claim} me={me} screen={data} />}</Loaded>;
}
