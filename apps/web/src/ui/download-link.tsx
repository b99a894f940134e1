import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A file that the browser saves. */
export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button component="a" href={href} download variant="default" size="sm">
      {children}
    </Button>
  );
}
