import { Modal, type ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A dialog over the contact; closed, it leaves the focus where it was. */
export function Dialog({ children, ...modal }: ModalProps) {
  const { t } = useTranslation();
  return (
    <Modal closeButtonProps={{ 'aria-label': t('action.close') }} {...modal}>
      {children}
    </Modal>
  );
}
