import { Group, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

/** The page that was shown first keeps the browser's own focus; after it, a new page's title takes it. */
let isFirst = true;

/** A page's heading: names the browser's tab, and takes the focus so that readers hear where they are. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Reintegro`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <Group justify="space-between" align="flex-start" mb="md">
      <Title order={1} size="h2" tabIndex={-1} ref={heading}>
        {title}
      </Title>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
