import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from './message-words';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** What a text may leave open; a press puts it where the cursor was. */
export function PlaceholderButtons({
  template,
  fields,
}: {
  template: Template;
  fields: RefObject<HTMLDivElement | null>;
}) {
  const { t } = useTranslation('messages');
  const last = useRef<Field | null>(null);
  useEffect(() => {
    const within = fields.current;
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.dataset['path'] !== undefined)
        last.current = target as Field;
    };
    within?.addEventListener('focusin', remember);
    return () => within?.removeEventListener('focusin', remember);
  }, [fields]);
  return (
    <Stack gap={4}>
      <Text size="sm">{t('messages.placeholders')}</Text>
      <Group gap={6}>
        {template.placeholders.map((name) => (
          <Button
            key={name}
            variant="default"
            size="compact-xs"
            onClick={() => insert(last.current, `{{${name}}}`)}
          >
            {t(`messages.placeholder.${name}`)}
          </Button>
        ))}
      </Group>
      {template.required.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('messages.required', {
            names: template.required
              .map((row) => row.map((name) => t(`messages.placeholder.${name}`)).join(' / '))
              .join(', '),
          })}
        </Text>
      )}
    </Stack>
  );
}

/** As if it had been typed there: the field's own handlers hear of it. */
function insert(field: Field | null, text: string): void {
  if (!field?.isConnected) return;
  field.focus();
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
