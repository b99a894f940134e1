import { Check, Column, CreateDateColumn, Entity, PrimaryColumn, Unique, UpdateDateColumn } from 'typeorm';
import type { Address, Brand, ClientSettings, ClientStatus, Sender } from './client.schema.js';

/** A webshop that outsources to the operator: the tenant. Its own id is the scope of row security. */
@Entity('client')
@Unique('uq_client_code', ['code'])
@Check('ck_client_status', "status IN ('active', 'paused', 'ended')")
@Check('ck_client_code', "code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'")
export class ClientEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_client' })
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  legalName!: string;

  @Column('text')
  country!: string;

  @Column('jsonb')
  address!: Address;

  @Column('text', { nullable: true })
  vatId!: string | null;

  @Column('text')
  email!: string;

  @Column('text')
  zone!: string;

  @Column('text')
  currency!: string;

  @Column('text')
  defaultLanguage!: string;

  @Column('text', { default: 'active' })
  status!: ClientStatus;

  @Column('jsonb')
  brand!: Brand;

  @Column('jsonb')
  sender!: Sender;

  @Column('jsonb', { default: {} })
  settings!: ClientSettings;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
