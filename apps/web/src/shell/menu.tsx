import { NavLink, Stack, Text, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { menuOf } from './areas';

type MenuLinkProps = NavLinkProps & Omit<ComponentProps<'a'>, keyof NavLinkProps>;

const MenuLink = createLink((props: MenuLinkProps) => <NavLink component="a" variant="light" {...props} />);

/** The pages of a person, by area where there is more than one. */
export function Menu({ groups }: { groups: ReturnType<typeof menuOf> }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      {groups.map(({ area, entries }) => (
        <div key={area}>
          {groups.length > 1 && (
            <Text size="xs" fw={700} c="dimmed" tt="uppercase" px="xs" mb={4}>
              {t(`area.${area}`)}
            </Text>
          )}
          <ul className="menu">
            {entries.map((entry) => (
              <li key={entry.to}>
                <MenuLink
                  to={entry.to}
                  label={t(entry.label)}
                  activeOptions={{ includeSearch: false, exact: entry.to === '/desk' }}
                  activeProps={{ 'data-active': true }}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Stack>
  );
}
