import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientEntity } from './client.entity.js';
import { Clients } from './clients.service.js';
import { OperatorEntity } from './operator.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClientEntity, OperatorEntity])],
  providers: [Clients],
  exports: [Clients],
})
export class ClientsModule {}
