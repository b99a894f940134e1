import { AppShell, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInAgain } from '../session/sign-in-again';
import { scope } from '../session/scope';
import { useIdentity } from '../session/use-identity';
import { menuOf, type Entry } from './areas';
import { ChooseClient } from './choose-client';
import { ClientPicker } from './client-picker';
import { ConnectionBanner } from './connection-banner';
import { isMenuHidden } from './frame';
import { Menu } from './menu';
import { PersonMenu } from './person-menu';
import { ShortcutList } from './shortcut-list';
import { useShortcut } from './shortcuts';

/** The frame of every page behind sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const identity = useIdentity();
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isListOpen, list] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const client = useSyncExternalStore(scope.follow, scope.client);
  const isWide = useSyncExternalStore(isMenuHidden.follow, isMenuHidden.get);
  const isAboutClient = useMatches({ select: (matches) => matches.some((m) => m.staticData.aboutClient) });
  const lacksClient = isAboutClient && identity.client === null && client === null;
  const groups = menuOf(identity);
  const { close } = menu;
  useEffect(close, [path, close]);
  useShortcut('?', t('shortcuts.title'), list.open);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{
        width: 232,
        breakpoint: 'sm',
        collapsed: { mobile: !isMenuOpen, desktop: isWide && !isMenuOpen },
      }}
      padding="md"
    >
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              {...(isWide ? {} : { hiddenFrom: 'sm' as const })}
              size="sm"
              aria-label={t(isMenuOpen ? 'shell.closeMenu' : 'shell.openMenu')}
              aria-expanded={isMenuOpen}
            />
            <img src="/icon.svg" alt="" width={28} height={28} />
            <ClientPicker identity={identity} isAboutClient={isAboutClient} />
          </Group>
          <PersonMenu identity={identity} onShortcuts={list.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('shell.menu')}>
        <AppShell.Section grow component={ScrollArea} p="sm">
          <Menu groups={groups} />
        </AppShell.Section>
        {groups.flatMap((group) =>
          group.entries.map((entry) => (
            <GoTo key={entry.to} to={entry.to} keys={entry.key} label={entry.label} />
          )),
        )}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className="content">
        <ConnectionBanner />
        {lacksClient ? <ChooseClient identity={identity} /> : <Outlet key={client ?? ''} />}
      </AppShell.Main>
      <ShortcutList isOpen={isListOpen} onClose={list.close} />
      <SignInAgain />
    </AppShell>
  );
}

/** The shortcut to a page of the menu; shows nothing. */
function GoTo({ to, keys, label }: { to: Entry['to']; keys: string; label: Entry['label'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useShortcut(`g ${keys}`, t('shortcuts.goTo', { page: t(label) }), () => void navigate({ to }));
  return null;
}
