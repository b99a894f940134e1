import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Address } from './client.schema.js';

/** The call centre that runs this installation: one row. */
@Entity('operator')
@Check('ck_operator_single', 'id = 1')
export class OperatorEntity {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'pk_operator', default: 1 })
  id!: number;

  @Column('text')
  legalName!: string;

  @Column('text')
  country!: string;

  @Column('jsonb')
  address!: Address;

  @Column('text')
  vatId!: string;

  @Column('text')
  iban!: string;

  @Column('text', { nullable: true })
  bic!: string | null;

  @Column('text')
  email!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  register!: string | null;

  @Column('text')
  zone!: string;
}
