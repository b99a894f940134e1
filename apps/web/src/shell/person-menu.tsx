import {
  Avatar,
  Button,
  Group,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { closeSession } from '../session/session';
import type { Identity } from '../session/signed-in';
import { ButtonLink } from '../ui/links';
import { LanguageSelect } from './language-select';

/** Who is signed in, their language and colours, and the way out. */
export function PersonMenu({ identity, onShortcuts }: { identity: Identity; onShortcuts: () => void }) {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { user } = identity;
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus opened={isOpen} onChange={toggle}>
      <Popover.Target>
        <UnstyledButton
          className="person"
          aria-label={t('shell.person', { name: user.name })}
          onClick={toggle}
        >
          <Group gap="xs" wrap="nowrap">
            <Avatar size={32} color="sea" alt="" />
            <Text size="sm" visibleFrom="sm" truncate>
              {user.name}
            </Text>
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.person', { name: user.name })}>
        <Stack gap="xs">
          <div>
            <Text size="sm" truncate>
              {user.email}
            </Text>
            <Text size="sm" c="dimmed">
              {t(`role.${user.role}`)}
            </Text>
          </div>
          <LanguageSelect />
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('shell.colours')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={[
              { value: 'auto', label: t('colours.auto') },
              { value: 'light', label: t('colours.light') },
              { value: 'dark', label: t('colours.dark') },
            ]}
          />
          <ButtonLink to="/account" variant="default" onClick={close}>
            {t('menu.account')}
          </ButtonLink>
          <Button
            variant="default"
            onClick={() => {
              close();
              onShortcuts();
            }}
          >
            {t('shortcuts.title')}
          </Button>
          <Button variant="default" onClick={() => void closeSession()}>
            {t('shell.signOut')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
