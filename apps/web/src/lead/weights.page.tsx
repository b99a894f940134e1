import { Button, Group, NativeSelect, NumberInput, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { ProblemNotice } from '../ui/problem-notice';
import { Rows } from '../ui/rows';
import { useChange } from '../ui/use-change';
import { leadApi, type Weight } from './lead-api';
import { spokenLanguages } from './lead-words';

/** How much clients and languages are favoured in the queue. */
export function WeightsPage() {
  const { t, i18n } = useTranslation('lead');
  const format = useFormat();
  const clients = useClients(true);
  const weights = useQuery({ queryKey: ['weights'], queryFn: leadApi.weights });
  const [added, setAdded] = useState<readonly string[]>([]);
  const languages = spokenLanguages
    .map((key) => ({ key, name: format.language(key) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, i18n.language));
  /** Most languages have no weight: those are listed only when asked for. */
  const isShown = (key: string): boolean =>
    added.includes(key) ||
    (weights.data ?? []).some((weight) => weight.kind === 'language' && weight.key === key);
  const shown = languages.filter(({ key }) => isShown(key));
  return (
    <>
      <PageTitle title={t('menu.weights')} />
      <Text mb="md" maw={720}>
        {t('lead.weightsNote')}
      </Text>
      <Loaded query={weights}>
        {(all) => (
          <>
            <Title order={2} size="h4" mb="sm">
              {t('lead.clients')}
            </Title>
            <Loaded query={clients}>
              {(found) =>
                found.length === 0 ? (
                  <Empty title={t('client.none')} />
                ) : (
                  <Weights
                    label={t('lead.clients')}
                    kind="client"
                    keys={found.map(({ id, name }) => ({ key: id, name }))}
                    weights={all}
                  />
                )
              }
            </Loaded>
            <Title order={2} size="h4" mt="xl" mb="sm">
              {t('lead.languages')}
            </Title>
            {shown.length > 0 && (
              <Weights label={t('lead.languages')} kind="language" keys={shown} weights={all} />
            )}
            <NativeSelect
              mt="md"
              maw={280}
              label={t('lead.addLanguage')}
              value=""
              onChange={({ currentTarget: { value } }) => value !== '' && setAdded([...added, value])}
              data={[
                { value: '', label: t('lead.choose') },
                ...languages
                  .filter(({ key }) => !isShown(key))
                  .map(({ key, name }) => ({ value: key, label: name })),
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

function Weights({
  label,
  kind,
  keys,
  weights,
}: {
  label: string;
  kind: Weight['kind'];
  keys: readonly { key: string; name: string }[];
  weights: readonly Weight[];
}) {
  const { t } = useTranslation('lead');
  const weightOf = (key: string): number =>
    weights.find((weight) => weight.kind === kind && weight.key === key)?.weight ?? 0;
  return (
    <Rows
      label={label}
      rows={keys}
      keyOf={({ key }) => key}
      columns={[
        { name: t('client.name'), cell: ({ name }) => name },
        {
          name: t('lead.weight'),
          cell: ({ key, name }) => (
            <WeightField
              key={`${key} ${weightOf(key)}`}
              weight={{ kind, key, weight: weightOf(key) }}
              name={name}
            />
          ),
        },
      ]}
    />
  );
}

function WeightField({ weight, name }: { weight: Weight; name: string }) {
  const { t } = useTranslation('lead');
  const [value, setValue] = useState<number | string>(weight.weight);
  const save = useChange(() => leadApi.setWeight({ ...weight, weight: Number(value) }), {
    done: t('lead.saved'),
    reads: ['weights', 'queue'],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ProblemNotice error={save.error} />}
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          w={90}
          size="xs"
          aria-label={t('lead.weightOf', { name })}
          value={value}
          onChange={setValue}
          min={-200}
          max={200}
          allowDecimal={false}
          hideControls
        />
        <Button
          type="submit"
          size="compact-xs"
          variant="default"
          aria-label={t('lead.saveWeightOf', { name })}
          loading={save.isPending}
          disabled={value === '' || Number(value) === weight.weight}
        >
          {t('lead.save')}
        </Button>
      </Group>
    </form>
  );
}
