import { Anchor, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type ButtonLinkProps = ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>;

/** A link within the app as text, and as a button. */
export const TextLink = createLink(Anchor<'a'>);
export const ButtonLink = createLink((props: ButtonLinkProps) => <Button component="a" {...props} />);
