import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { useMay } from '../session/use-identity';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { UploadDrop } from './upload-drop';
import { UploadRows, UploadState } from './upload-states';

/** Files of cases: hand one in, see what became of the others. */
export function UploadsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayUpload = useMay('upload.write');
  const uploads = usePages(['uploads'], (query) => answer(api.GET('/v1/uploads', { params: { query } })), {
    refetchInterval: 5_000,
  });
  return (
    <>
      <PageTitle title={t('menu.uploads')} />
      {mayUpload && <UploadDrop />}
      <Loaded query={uploads}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('upload.none')} />
          ) : (
            <Rows
              label={t('menu.uploads')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('upload.file'),
                  cell: ({ id, filename, dryRun }) => (
                    <>
                      <TextLink to="/uploads/$id" params={{ id }}>
                        {filename}
                      </TextLink>
                      {dryRun && ` (${t('upload.dryRunShort')})`}
                    </>
                  ),
                },
                { name: t('upload.at'), cell: ({ createdAt }) => format.dateTime(createdAt) },
                { name: t('column.state'), cell: (upload) => <UploadState upload={upload} /> },
                { name: t('upload.rows'), cell: (upload) => <UploadRows upload={upload} /> },
                { name: t('menu.cases'), isNumber: true, cell: ({ cases }) => format.number(cases) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={uploads} />
    </>
  );
}
