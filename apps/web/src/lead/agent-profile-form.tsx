import { Button, Checkbox, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Loaded } from '../ui/loaded';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { leadApi, type Agent, type Level, type Profile } from './lead-api';
import { languageLevels, skills, spokenLanguages } from './lead-words';

const blank: Profile = { languages: {}, skills: [...skills], clientIds: null, phone: null };

/** Languages with their level, skills, clients and phone; what an agent is given next follows from them. */
export function AgentProfileForm({ agent }: { agent: Agent }) {
  const { t, i18n } = useTranslation('lead');
  const format = useFormat();
  const clients = useClients(true);
  const [profile, setProfile] = useState(agent.profile ?? blank);
  const save = useChange(() => leadApi.saveProfile(agent.id, profile), {
    done: t('lead.saved'),
    reads: ['agents', 'board'],
  });
  const change = (part: Partial<Profile>): void => setProfile({ ...profile, ...part });
  const addable = spokenLanguages
    .filter((code) => profile.languages[code] === undefined)
    .map((value) => ({ value, label: format.language(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, i18n.language));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw={720}>
        {save.error && <ProblemNotice error={save.error} />}
        <Fieldset legend={t('lead.languages')}>
          <Stack gap="sm">
            <Text size="sm">{t('lead.levelsNote')}</Text>
            {Object.entries(profile.languages).map(([code, level]) => (
              <Group key={code} align="flex-end" gap="sm">
                <NativeSelect
                  w={180}
                  label={format.language(code)}
                  value={level}
                  onChange={({ currentTarget: { value } }) =>
                    change({ languages: { ...profile.languages, [code]: value as Level } })
                  }
                  data={languageLevels.map((value) => ({
                    value,
                    label: value === 'native' ? t('lead.native') : value,
                  }))}
                />
                <Button
                  variant="default"
                  size="compact-sm"
                  mb={6}
                  aria-label={t('lead.removeOne', { name: format.language(code) })}
                  onClick={() => {
                    const { [code]: _, ...rest } = profile.languages;
                    change({ languages: rest });
                  }}
                >
                  {t('lead.remove')}
                </Button>
              </Group>
            ))}
            <NativeSelect
              maw={280}
              label={t('lead.addLanguage')}
              value=""
              onChange={({ currentTarget: { value } }) =>
                value !== '' && change({ languages: { ...profile.languages, [value]: 'B2' } })
              }
              data={[{ value: '', label: t('lead.choose') }, ...addable]}
            />
          </Stack>
        </Fieldset>
        <Fieldset legend={t('lead.skills')}>
          <Checkbox.Group
            aria-label={t('lead.skills')}
            value={[...profile.skills]}
            onChange={(values) => change({ skills: values })}
          >
            <Stack gap={6}>
              {skills.map((skill) => (
                <Checkbox
                  key={skill}
                  value={skill}
                  label={t(`lead.skill.${skill}`)}
                  description={t(`lead.skillNote.${skill}`)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </Fieldset>
        <Fieldset legend={t('lead.clients')}>
          <Stack gap="sm">
            <Checkbox
              label={t('lead.allClients')}
              checked={profile.clientIds === null}
              onChange={({ currentTarget: { checked } }) => change({ clientIds: checked ? null : [] })}
            />
            {profile.clientIds !== null && (
              <Loaded query={clients}>
                {(all) => (
                  <Checkbox.Group
                    aria-label={t('lead.clients')}
                    value={[...(profile.clientIds ?? [])]}
                    onChange={(clientIds) => change({ clientIds })}
                  >
                    <Stack gap={6}>
                      {all.map(({ id, name }) => (
                        <Checkbox key={id} value={id} label={name} />
                      ))}
                    </Stack>
                  </Checkbox.Group>
                )}
              </Loaded>
            )}
          </Stack>
        </Fieldset>
        <TextInput
          maw={320}
          type="tel"
          label={t('case.phone')}
          description={t('lead.phoneNote')}
          placeholder="+49301234567"
          pattern="\+[1-9]\d{6,14}"
          value={profile.phone ?? ''}
          onChange={({ currentTarget: { value } }) => change({ phone: value.replaceAll(' ', '') || null })}
        />
        <Button
          type="submit"
          loading={save.isPending}
          disabled={profile.skills.length === 0}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('lead.save')}
        </Button>
      </Stack>
    </form>
  );
}
